import { Listener } from './listener.ts';
import { type Answers, now, type Question, type Resumption } from './protocol.ts';
import { seeded } from './random.ts';

/** Many sockets that listen, in a process of their own that is told over IPC what to do. */
const atOnce = 50;
const addresses = 50;

let listeners: Listener[] = [];
let refused = 0;
let highest = 0;
let expected: { upTo: number; behind: number; seqs: number[]; times: number[]; done(): void } | null = null;
let returning = new Map<Listener, { head: number; resume(): void }>();

function heard(listener: Listener, seq: number): void {
  if (seq > highest) highest = seq;
  const back = returning.get(listener);
  if (back && listener.last >= back.head) back.resume();
  if (!expected) return;
  expected.seqs.push(seq);
  expected.times.push(now());
  if (seq !== expected.upTo) return;
  expected.behind -= 1;
  if (expected.behind === 0) expected.done();
}

type Asked<Kind extends Question['ask']> = Extract<Question, { ask: Kind }>;

async function open({ url, tokens, sockets, after, seed }: Asked<'open'>): Promise<Answers['open']> {
  const jitter = seeded(seed);
  const onRefused = () => {
    refused += 1;
  };
  listeners = Array.from({ length: sockets }, (_, n) => {
    const from = `127.0.0.${2 + (n % addresses)}`;
    return new Listener({
      url,
      token: tokens[n % tokens.length] ?? '',
      from,
      after,
      onMessage: heard,
      onRefused,
      jitter,
    });
  });
  highest = after;
  for (let opened = 0; opened < sockets; opened += atOnce) {
    await Promise.all(listeners.slice(opened, opened + atOnce).map((listener) => listener.open()));
  }
  return {};
}

function expect({ upTo }: Asked<'expect'>): Promise<Answers['expect']> {
  return new Promise((resolve) => {
    const behind = listeners.filter(({ last }) => last < upTo).length;
    const [seqs, times] = [[], []];
    const done = () => {
      expected = null;
      resolve({ seqs, times });
    };
    expected = { upTo, behind, seqs, times, done };
    if (behind === 0) done();
  });
}

async function cut(): Promise<Resumption> {
  refused = 0;
  for (const listener of listeners) listener.cut();
  const since = performance.now();
  const result: Resumption = { open: [], resumed: [], refused: 0 };
  await Promise.all(
    listeners.map(async (listener) => {
      await listener.open();
      result.open.push(performance.now() - since);
      const head = highest;
      if (listener.last < head) await new Promise<void>((resume) => returning.set(listener, { head, resume }));
      result.resumed.push(performance.now() - since);
    }),
  );
  returning = new Map();
  return { ...result, refused };
}

function tally(): Answers['tally'] {
  const sum = (of: (listener: Listener) => number) => listeners.reduce((all, listener) => all + of(listener), 0);
  return { got: sum(({ got }) => got), lost: sum(({ lost }) => lost), twice: sum(({ twice }) => twice) };
}

function answer(question: Question): object | Promise<object> {
  switch (question.ask) {
    case 'open':
      return open(question);
    case 'expect':
      return expect(question);
    case 'cut':
      return cut();
    case 'tally':
      return tally();
  }
}

process.on('message', async (question: Question) => {
  const answered = Promise.resolve(answer(question));
  process.send?.({ n: question.n, taken: true });
  process.send?.({ n: question.n, answer: await answered });
});
process.on('disconnect', () => process.exit());
