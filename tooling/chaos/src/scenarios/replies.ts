import { RookeryError } from '@rookery/sdk';
import { Recorder } from '../history/history.ts';
import { openConversations } from '../people/conversations.ts';
import { type Device, gather } from '../people/crowd.ts';
import { openHouse } from '../processes/house.ts';
import { openProxy, type Passage } from '../proxy/proxy.ts';
import { seeded } from '../random.ts';
import type { Report, RunOptions, Scenario } from './scenario.ts';

/** What a mutation made, as its answer says. */
interface Effect {
  text: string;
  id: string;
}

/** How many of them are under way at a time. */
const abreast = 20;
const keysTogether = 50;
const callsTogether = 8;

/** R2: answers are lost on the way back, and calls repeated. Rounds are lost answers. */
export const replies: Scenario = {
  about:
    'the first answer to each mutation is lost, and 50 keys come 8 times at once: as many effects as keys, one answer each',
  rounds: 10_000,
  run: async (options) => {
    const recorder = new Recorder();
    await using stack = new AsyncDisposableStack();
    const house = stack.use(await openHouse());
    const servers = await house.open(2);
    const proxies: Passage[] = [];
    for (const { port } of servers) proxies.push(stack.use(await openProxy(port)));
    const urls = proxies.map(({ url }) => url);
    const crowd = stack.use(await gather({ names: ['ann', 'ben'], devicesEach: 2, urls }, recorder));
    const [conversation] = await openConversations(crowd.people);
    const [device] = crowd.devices;
    if (!conversation || !device) throw new Error('nobody is there');
    const lost = new Set<string>();
    for (const proxy of proxies) proxy.loseReplies((head) => isFirst(head, lost));
    const effects = await mutate(device, conversation.id, options);
    for (const proxy of proxies) proxy.loseReplies(null);
    const together = await callTogether(crowd.devices.filter(({ person }) => person === device.person));
    const stored = await readEffects(device, conversation.id);
    const violations = [...compare([...effects, ...together.effects], stored), ...together.violations];
    return {
      figures: { mutations: effects.length, repliesLost: lost.size, together: together.effects.length },
      violations: [...violations, ...missing(lost.size, effects.length), ...house.watch.complaints],
    } satisfies Report;
  },
};

/** Loses the answer to each key once. */
function isFirst(head: string, lost: Set<string>): boolean {
  const [, key] = /\r\nidempotency-key: *(\S+)/i.exec(head) ?? [];
  if (key === undefined || lost.has(key)) return false;
  lost.add(key);
  return true;
}

/** Posts and messages by turns; each call is repeated by the SDK until it has its answer. */
async function mutate(
  { client }: Device,
  conversationId: string,
  { seed, rounds, say }: RunOptions,
): Promise<Effect[]> {
  const random = seeded(seed);
  const effects: Effect[] = [];
  let begun = 0;
  const work = async (): Promise<void> => {
    while (begun < rounds) {
      begun += 1;
      const text = `effect ${begun}`;
      const made =
        random.next() < 0.5
          ? await client.posts.create({ text })
          : await client.chat.send({ conversationId, text, clientId: crypto.randomUUID() });
      effects.push({ text, id: made.id });
      if (effects.length % 500 === 0) say(`${effects.length} of ${rounds}`);
    }
  };
  await Promise.all(Array.from({ length: abreast }, work));
  return effects;
}

/** Sends each of a few keys several times at once, over two processes. */
async function callTogether(devices: readonly Device[]): Promise<{ effects: Effect[]; violations: string[] }> {
  const effects: Effect[] = [];
  const violations: string[] = [];
  for (let key = 1; key <= keysTogether; key += 1) {
    const text = `together ${key}`;
    const options = { idempotencyKey: crypto.randomUUID() };
    const calls = Array.from({ length: callsTogether }, (_, index) => devices[index % devices.length]);
    const answers = await Promise.allSettled(calls.map((device) => device?.client.posts.create({ text }, options)));
    const ids = new Set(
      answers.map((answer) => (answer.status === 'fulfilled' ? answer.value?.id : nameOf(answer.reason))),
    );
    const [id = ''] = ids;
    if (ids.size !== 1) violations.push(`${text} was answered in ${ids.size} ways: ${[...ids].join(', ')}`);
    effects.push({ text, id });
  }
  return { effects, violations };
}

async function readEffects({ person, client }: Device, conversationId: string): Promise<Effect[]> {
  const effects: Effect[] = [];
  for await (const { text, id } of client.users.posts.all({ id: person.id, limit: 100 })) effects.push({ text, id });
  for await (const { text, id } of client.chat.messages.all({ conversationId, limit: 100 })) effects.push({ text, id });
  return effects;
}

function compare(answered: readonly Effect[], stored: readonly Effect[]): string[] {
  const byText = Map.groupBy(stored, ({ text }) => text);
  const extra = stored.length - answered.length;
  return [
    ...answered.flatMap(({ text, id }) => {
      const found = byText.get(text) ?? [];
      if (found.length !== 1) return [`${text} took effect ${found.length} times`];
      return found[0]?.id === id ? [] : [`${text} was answered with ${id}, and made ${found[0]?.id}`];
    }),
    ...(extra === 0 ? [] : [`${stored.length} effects of ${answered.length} mutations`]),
  ];
}

function missing(lost: number, mutations: number): string[] {
  return lost === mutations ? [] : [`${lost} replies were lost of ${mutations} mutations`];
}

function nameOf(error: unknown): string {
  return error instanceof RookeryError ? error.reason : String(error);
}
