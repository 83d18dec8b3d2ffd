import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { mayRead, PlantedCanaries, type Viewer, viewers } from './fixtures/planted-canaries.ts';
import { EVENT_SINK, isEventSource } from './kernel/event-sink.ts';

const soon = { timeout: 20_000, interval: 20 };
const signedIn = viewers.filter((viewer) => viewer !== 'anonymous');
let t: TestApp;
let planted: PlantedCanaries;

/** What one listener heard, as text. */
interface Ear {
  viewer: Viewer;
  heard: string[];
  stop(): void;
}

const ears = { replayed: [] as Ear[], streamed: [] as Ear[], hinted: [] as Ear[], watched: [] as Ear[] };

function listen(viewer: Viewer, source: unknown): Ear {
  if (!isEventSource(source)) throw new Error('no event source');
  const heard: string[] = [];
  const push = ({ data }: { data: unknown }) => heard.push(JSON.stringify(data)) > 0;
  const flow = source[EVENT_SINK]({ push, fail: expect.unreachable, done: () => flow.stop(), backlog: 0 });
  return { viewer, heard, stop: () => flow.stop() };
}

async function begin(): Promise<void> {
  for (const viewer of signedIn) {
    ears.streamed.push(listen(viewer, await planted.as(viewer).events.stream({})));
    ears.hinted.push(listen(viewer, await planted.as(viewer).events.ephemeral({ topics: ['feed', 'presence'] })));
  }
  for (const { id } of planted.posts) {
    for (const viewer of viewers) {
      const source = await unlessHidden(planted.as(viewer).posts.watch({ id }));
      if (source) ears.watched.push(listen(viewer, source));
    }
  }
}

async function unlessHidden(call: Promise<unknown>): Promise<unknown> {
  return call.catch((error: unknown) => {
    expect(error).toMatchObject({ cause: { reason: 'not_found' } });
    return null;
  });
}

/** Tells everybody something last, by which all that came before has come. */
async function herald(): Promise<void> {
  const { herald: one } = await invitePeople(t.app, 'herald');
  for (const viewer of signedIn) await t.as(one).graph.follow({ userId: planted.id(viewer) });
}

beforeAll(async () => {
  t = await createTestApp();
  planted = new PlantedCanaries(t);
  const start = t.app.journal.head();
  await planted.publish();
  await t.drain();
  await begin();
  await vi.waitFor(() => expect(ears.watched.every(({ heard }) => heard.length > 0)).toBe(true), soon);
  await planted.part();
  for (const { heard } of Object.values(ears).flat()) heard.length = 0;
  await planted.goOn();
  await herald();
  await t.drain();
  for (const viewer of signedIn) {
    ears.replayed.push(listen(viewer, await planted.as(viewer).events.stream({ lastEventId: start })));
  }
  const late = planted.canaries.filter(({ of }) => /^a (new text|late answer) /.test(of));
  const heardBy = (all: Ear[], viewer: Viewer) =>
    all.flatMap((ear) => (ear.viewer === viewer ? ear.heard : [])).join('');
  await vi.waitFor(() => {
    for (const owner of ['open_owner', 'shut_owner'] as const) {
      const own = late.filter(({ of }) => of.includes(owner));
      const heard = heardBy(ears.watched, owner);
      expect(own.filter(({ word }) => !heard.includes(word)).map(({ of }) => of)).toEqual([]);
    }
    for (const viewer of signedIn)
      for (const kind of ['streamed', 'replayed'] as const)
        expect([viewer, kind, heardBy(ears[kind], viewer).includes('herald')]).toEqual([viewer, kind, true]);
  }, soon);
}, 120_000);
afterAll(async () => {
  for (const ear of Object.values(ears).flat()) ear.stop();
  await t[Symbol.asyncDispose]();
});

describe.each(Object.keys(ears) as (keyof typeof ears)[])('of what is %s', (kind) => {
  test('nobody hears a word that is not for him, once ties have changed', () => {
    expect(ears[kind].length).toBeGreaterThan(5);
    const leaks = ears[kind].flatMap(({ viewer, heard }) =>
      planted.leaks(viewer, heard.join('')).map((of) => `${viewer}: ${of}`),
    );
    expect(leaks).toEqual([]);
  });
});

test('who may hear of it does', () => {
  for (const kind of ['replayed', 'watched'] as const) {
    const follower = ears[kind].filter(({ viewer }) => viewer === 'follower');
    expect([kind, follower.some(({ heard }) => heard.join('').includes('canary'))]).toEqual([kind, true]);
  }
});

test('files are served openly where everybody may see what shows them, and to nobody across a block', async () => {
  for (const post of planted.posts) {
    expect(await t.app.mayServeOpenly(post.mediaId)).toBe(mayRead(post, 'anonymous'));
    expect(await t.app.mayServeOpenly(post.mediaId, planted.id('blocked'))).toBe(false);
  }
});
