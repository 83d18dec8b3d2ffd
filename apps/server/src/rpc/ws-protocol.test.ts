import { afterAll, beforeAll, expect, test } from 'vitest';
import { mutation, query, stop, subscription } from './testing/messages.ts';
import { RawSocket } from './testing/raw-ws.ts';
import { type LiveServer, serveLive, serveOfficially } from './testing/ws-server.ts';

let ours: LiveServer;
let theirs: Omit<LiveServer, 'rpc'>;

beforeAll(async () => {
  ours = await serveLive();
  theirs = await serveOfficially();
});

afterAll(async () => {
  await ours[Symbol.asyncDispose]();
  await theirs[Symbol.asyncDispose]();
});

/** NOTE: a refusal that needs no context has none here, where contexts are made for each call. */
interface Script {
  send: unknown[];
  /** How many frames come back. */
  frames: number;
  query?: string;
}

const scripts: Record<string, Script> = {
  'a query': { send: [query(1, 'whoami')], frames: 1 },
  'a query with a text id': { send: [query('a"b', 'whoami')], frames: 1 },
  'a query with jsonrpc': { send: [{ ...(query(1, 'whoami') as object), jsonrpc: '2.0' }], frames: 1 },
  'a mutation with a date': {
    send: [
      {
        id: 2,
        method: 'mutation',
        params: {
          path: 'store',
          input: { json: { at: '2020-01-01T00:00:00.000Z' }, meta: { values: { at: ['Date'] }, v: 1 } },
        },
      },
    ],
    frames: 1,
  },
  'an input that breaks the schema': { send: [mutation(1, 'store', { at: 1 })], frames: 1 },
  'an unknown procedure': { send: [query(1, 'nope')], frames: 1 },
  'a prototype name': { send: [query(1, '__proto__'), query(2, 'constructor')], frames: 2 },
  'a query as a mutation': { send: [mutation(1, 'whoami')], frames: 1 },
  'a subscription as a query': { send: [query(1, 'count')], frames: 1 },
  'a lazy router': { send: [query(1, 'lazily.loaded')], frames: 1 },
  'an error': { send: [query(1, 'fail')], frames: 1 },
  'an error that cannot be shaped': { send: [query(1, 'breakFormatter')], frames: 1 },
  'an output that cannot be told': { send: [query(1, 'badOutput')], frames: 1 },
  'a query that streams': { send: [query(1, 'stream')], frames: 1 },
  'a batch': {
    send: [[query(1, 'whoami'), query(2, 'echo', 'x'), query(3, 'fail')]],
    frames: 3,
  },
  'a batch of one': { send: [[query(1, 'whoami')]], frames: 1 },
  'an empty batch': { send: [[]], frames: 0 },
  'a batch that is a little too large': {
    send: [Array.from({ length: 70 }, (_, id) => query(id, 'whoami'))],
    frames: 70,
  },
  'a null id': { send: [query(null, 'whoami')], frames: 1 },
  'an id that is an object': { send: [query({}, 'whoami')], frames: 1 },
  'another jsonrpc': { send: [{ id: 1, jsonrpc: '1.0', method: 'query', params: { path: 'whoami' } }], frames: 1 },
  'another method': { send: [{ id: 1, method: 'delete', params: { path: 'whoami' } }], frames: 1 },
  'no params': { send: [{ id: 1, method: 'query' }], frames: 1 },
  'a path that is a number': { send: [query(1, 5)], frames: 1 },
  'a batch with one bad message': { send: [[query(1, 'whoami'), 5]], frames: 1 },
  'no JSON': { send: ['{'], frames: 1 },
  'a number': { send: ['5'], frames: 1 },
  null: { send: ['null'], frames: 1 },
  'a word': { send: ['PING', 'PONG', 'PING'], frames: 2 },
  'a subscription': { send: [subscription(1, 'count', { input: 3 })], frames: 5 },
  'tracked events': { send: [subscription(1, 'tracked')], frames: 5 },
  'a resumed subscription': { send: [subscription(1, 'tracked', { lastEventId: '2' })], frames: 3 },
  'a resumed subscription with input': {
    send: [subscription(1, 'tracked', { input: { lastEventId: '0' }, lastEventId: '1' })],
    frames: 4,
  },
  'an observable': { send: [subscription(1, 'observed')], frames: 3 },
  'a subscription that fails': { send: [subscription(1, 'failing')], frames: 4 },
  'a subscription that fails at once': { send: [subscription(1, 'failingAtOnce')], frames: 1 },
  'a subscription that is none': { send: [subscription(1, 'notIterable')], frames: 1 },
  'an event that cannot be told': { send: [subscription(1, 'badEvent')], frames: 3 },
  'an unknown subscription': { send: [subscription(1, 'nope')], frames: 1 },
  'a stop before the start': { send: [[subscription(1, 'neverAnswers'), stop(1)]], frames: 1 },
  'a stop of nothing': { send: [stop(9), stop(9), stop('x')], frames: 0 },
  'a duplicate id': {
    send: [[subscription(1, 'neverAnswers'), subscription(1, 'count'), stop(1)]],
    frames: 2,
  },
  'numbers and texts as ids': {
    send: [[subscription(1, 'count', { input: 1 }), subscription('1', 'count', { input: 1 })]],
    frames: 6,
  },
  'connection parameters': {
    query: '?connectionParams=1',
    send: [{ method: 'connectionParams', data: { token: 'ann' } }, query(1, 'whoami')],
    frames: 1,
  },
  'an error of somebody': {
    query: '?connectionParams=1',
    send: [{ method: 'connectionParams', data: { token: 'ann' } }, query(1, 'fail')],
    frames: 1,
  },
  'no connection parameters after all': {
    query: '?connectionParams=1',
    send: [{ method: 'connectionParams', data: null }, query(1, 'whoami')],
    frames: 1,
  },
  'connection parameters of numbers': {
    query: '?connectionParams=1',
    send: [{ method: 'connectionParams', data: { a: 1 } }],
    frames: 1,
  },
  'connection parameters that are no JSON': { query: '?connectionParams=1', send: ['{'], frames: 1 },
  'connection parameters that are refused': {
    query: '?connectionParams=1',
    send: [{ method: 'connectionParams', data: { token: 'wrong' } }, query(1, 'whoami')],
    frames: 2,
  },
};

async function play(url: string, { send, frames, query = '' }: Script): Promise<unknown> {
  await using socket = await RawSocket.open(url + query);
  socket.send(...send);
  await socket.until(() => socket.frames.length >= frames);
  const answers = socket.frames.map((frame) => frame.replace('"user":"nobody"', '"user":null'));
  return Object.groupBy(answers, (frame) => (frame.startsWith('{') ? JSON.stringify(JSON.parse(frame).id) : frame));
}

test.each(Object.entries(scripts))('answers %s with the frames of the official handler', async (_, script) => {
  expect(await play(ours.url, script)).toEqual(await play(theirs.url, script));
});

test('a stop ends the generator before it is confirmed, on both', async () => {
  for (const server of [ours, theirs]) {
    await using socket = await RawSocket.open(server.url);
    socket.send(subscription(1, 'forever'));
    await socket.frame(1);
    socket.send(stop(1));
    expect(await socket.frame(2)).toEqual({ id: 1, result: { type: 'stopped' } });
    expect(server.ended.filter((name) => name === 'forever')).toHaveLength(1);
  }
});

test('a source of events gives the frames that its iteration gives', async () => {
  const frames: string[][] = [];
  for (const server of [ours, theirs]) {
    await using socket = await RawSocket.open(server.url);
    server.topic.publish({ at: new Date(0), n: 1 });
    socket.send(subscription(7, 'live', { input: { lastEventId: '0' } }));
    await socket.frame(1);
    server.topic.publish({ text: 'ü', none: undefined });
    await socket.frame(2);
    socket.send(stop(7));
    await socket.frame(3);
    frames.push(socket.frames);
    expect(server.topic.readers.size).toBe(0);
  }
  expect(frames[0]).toEqual(frames[1]);
});
