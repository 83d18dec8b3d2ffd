import { join } from 'node:path';
import { accessToken } from '../access-token.ts';
import { startChild } from '../child.ts';
import type { Member } from '../seed.ts';
import type { Answers, Question, Resumption, Tally } from './protocol.ts';

/** What came of a number of messages. */
export interface Arrivals {
  /** In milliseconds since 1970, in ascending order. */
  times: number[];
  /** Of each arrival its message and its time, in the order they came. */
  each: { seq: number; time: number }[];
}

/** Sockets that listen to one conversation, in a process of their own. */
export interface Listeners extends AsyncDisposable {
  readonly sockets: number;
  /** Does what sends messages, and waits until every socket has the one with this number. */
  expect(upTo: number, cause: () => Promise<unknown>): Promise<Arrivals>;
  /** Cuts all at once; they come back at once. */
  cut(): Promise<Resumption>;
  tally(): Promise<Tally>;
}

/** Where sockets listen and who they are. */
export interface ListenersOptions {
  /** Of the server. */
  url: string;
  /** Null: of the bare server, which knows nobody. */
  members: readonly Member[] | null;
  sockets: number;
  /** The number of the last message before. */
  after: number;
  seed: number;
}

const patienceMs = 60_000;

/** Opens sockets and returns when all listen. */
export async function openListeners(options: ListenersOptions): Promise<Listeners> {
  const { url, members, sockets, after, seed } = options;
  const child = startChild([join(import.meta.dirname, 'listening.ts')], {});
  let asked = 0;
  const waiting = new Map<number, { taken(): void; answered(answer: unknown): void }>();
  child.process.on('message', (message: { n: number; answer?: unknown }) => {
    const one = waiting.get(message.n);
    if (message.answer === undefined) one?.taken();
    else one?.answered(message.answer);
  });
  const ask = <Kind extends keyof Answers>(question: object, ask: Kind) => {
    asked += 1;
    const n = asked;
    const taken = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<Answers[Kind]>();
    const late = setTimeout(() => answered.reject(new Error(`${ask}: not done within ${patienceMs} ms`)), patienceMs);
    void answered.promise.then(
      () => clearTimeout(late),
      () => undefined,
    );
    // NOTE: the process answers each question with what belongs to it.
    waiting.set(n, { taken: taken.resolve, answered: (answer) => answered.resolve(answer as Answers[Kind]) });
    child.process.send({ ...question, n, ask } as Question);
    return { taken: taken.promise, answer: answered.promise };
  };
  const bare = members === null;
  const address = url.replace('http', 'ws') + (bare ? '' : '/trpc?connectionParams=1');
  const tokens = members?.slice(0, sockets).map(accessToken) ?? [''];
  await ask({ url: address, tokens, sockets, after, seed }, 'open').answer;
  return {
    sockets,
    expect: async (upTo, cause) => {
      const { taken, answer } = ask({ upTo }, 'expect');
      await taken;
      await cause();
      const { seqs, times } = await answer;
      const each = times.map((time, index) => ({ seq: seqs[index] ?? 0, time }));
      return { times: times.toSorted((a, b) => a - b), each };
    },
    cut: () => ask({}, 'cut').answer,
    tally: () => ask({}, 'tally').answer,
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}
