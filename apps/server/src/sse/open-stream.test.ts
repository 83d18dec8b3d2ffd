import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { Viewer } from '@rookery/api';
import { expect, test, vi } from 'vitest';
import { EventTopic } from '../rpc/testing/event-topic.ts';
import { EventBlocks } from './event-blocks.ts';
import { OpenStream } from './open-stream.ts';
import { defaultLimits, type StreamLimits } from './stream-limits.ts';
import { type EventReader, readEvents } from './testing/event-reader.ts';

const viewer: Viewer = {
  ...{ id: 'ann', sessionId: null, tokenId: null, role: 'user', scopes: null },
  expiresAt: new Date(8.64e15),
};
const maxBacklog = 64 * 1024;
const some = 'x'.repeat(10_000);

interface Scene extends AsyncDisposable {
  topic: EventTopic;
  stream: OpenStream;
  reader: EventReader;
  failures: unknown[];
  advance(ms: number): void;
}

/** One reader of one topic, over a real connection and with a clock that is moved by hand. */
async function open(limits: Partial<StreamLimits> = {}): Promise<Scene> {
  const topic = new EventTopic();
  const failures: unknown[] = [];
  let time = 0;
  const begun = Promise.withResolvers<OpenStream>();
  const begin = (res: ServerResponse) => {
    const stream = new OpenStream({
      ...{ res, viewer, blocks: new EventBlocks(), limits: { ...defaultLimits, maxBacklog, ...limits } },
      now: () => time,
      report: (cause) => failures.push(cause),
    });
    stream.begin(topic.after(undefined, undefined));
    begun.resolve(stream);
  };
  const server = createServer((_req, res) => begin(res)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const reader = await readEvents({ url: `http://127.0.0.1:${portOf(server.address())}`, token: 'any' });
  return {
    ...{ topic, failures, reader, stream: await begun.promise },
    advance: (ms) => {
      time += ms;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** NOTE: the server listens on a port. */
function portOf(address: unknown): number {
  return (address as AddressInfo).port;
}

/** Publishes until the client, who sleeps, has left more than he may. */
async function fill({ topic, stream }: Scene): Promise<void> {
  while (stream.backlog <= maxBacklog) {
    topic.publish({ type: 'x', text: some });
    await turn();
  }
}

test('a reader who sleeps is held back, and misses nothing when he wakes', async () => {
  await using scene = await open();
  const { topic, stream, reader } = scene;
  reader.sleep();
  await fill(scene);
  const { backlog } = stream;
  for (let count = 0; count < 200; count += 1) topic.publish({ type: 'x', text: some });
  expect(stream.backlog).toBe(backlog);
  expect(backlog).toBeLessThan(maxBacklog + 2 * some.length);
  reader.wake();
  await expect.poll(() => reader.events.length).toBe(topic.events.length);
  expect(reader.events.map(({ id }) => id)).toEqual(topic.events.map(({ id }) => id));
});

test('a reader who does not wake is cut off, and his stream is stopped', async () => {
  await using scene = await open();
  const { topic, stream, reader, advance } = scene;
  reader.sleep();
  await fill(scene);
  advance(9_999);
  stream.tick();
  expect(topic.readers.size).toBe(1);
  advance(1);
  stream.tick();
  await expect.poll(() => topic.readers.size).toBe(0);
  reader.wake();
  expect(await reader.ended).toBe('cut');
});

test('the last word of a stream that is ended is not waited for forever', async () => {
  await using scene = await open();
  const { topic, stream, reader, advance } = scene;
  reader.sleep();
  await fill(scene);
  stream.end('revoked');
  expect(topic.readers.size).toBe(0);
  advance(2_000);
  stream.tick();
  reader.wake();
  expect(await reader.ended).toBe('cut');
});

test('a stream on which nothing is written says now and then that it is there', async () => {
  await using scene = await open();
  const { topic, stream, reader, advance } = scene;
  advance(19_999);
  stream.tick();
  topic.publish({ type: 'x' });
  advance(19_999);
  stream.tick();
  await expect.poll(() => reader.events.length).toBe(1);
  expect(reader.comments).toEqual([]);
  advance(1);
  stream.tick();
  await expect.poll(() => reader.comments).toEqual(['']);
});

test('what cannot be written ends the stream, and is told to the log alone', async () => {
  await using scene = await open();
  const { topic, stream, reader, failures } = scene;
  const broken = { type: 'x', count: 1n };
  expect(() => topic.publish(broken)).toThrow();
  stream.fail(new Error('broken'));
  expect(await reader.ended).toBe('whole');
  expect(reader.comments).toEqual(['internal_error']);
  expect(failures).toEqual([new Error('broken')]);
  expect(reader.text).not.toContain('broken');
});

test('nothing comes after the end', async () => {
  await using scene = await open();
  const { topic, stream, reader } = scene;
  stream.sendAway();
  stream.end('revoked');
  stream.done();
  expect(stream.push({ id: '9', data: { type: 'x' } })).toBe(false);
  topic.publish({ type: 'x' });
  stream.tick();
  expect(await reader.ended).toBe('whole');
  expect(reader).toMatchObject({ events: [], comments: ['going away'] });
  expect(reader.retries).toHaveLength(2);
  await vi.waitFor(() => expect(topic.readers.size).toBe(0));
});
