import { appRouter, listProcedures } from '@rookery/api';
import { Done } from '@rookery/contract';
import type { Route } from '@rookery/rest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Call, callTrpc, type RestReply, requestOf, send, toldBy } from '../tests/rest/calls.ts';
import { differences } from '../tests/rest/differences.ts';
import { type AnswerCheck, answerCheck } from '../tests/rest/document.ts';
import { rows } from '../tests/rest/rows.ts';
import { unsoundInputs } from '../tests/rest/unsound.ts';
import { openWorlds, type Plan, routes, viewers, type Worlds } from '../tests/rest/worlds.ts';

let worlds: Worlds;
let check: AnswerCheck;
beforeAll(async () => {
  worlds = await openWorlds();
  check = answerCheck();
}, 120_000);
afterAll(() => worlds[Symbol.asyncDispose]());

test('every procedure that REST serves has a row, and no row is of another', () => {
  const served = listProcedures(appRouter).filter(
    ({ type, meta }) => type !== 'subscription' && typeof meta?.rest === 'string',
  );
  const named = new Set(Object.keys(rows).map((key) => key.split(' ', 1)[0]));
  expect([...named].toSorted()).toEqual(served.map(({ path }) => path).toSorted());
});

/** Makes a call in one world over tRPC and in the other over REST; what it is told by REST must be the same. */
async function callBoth(call: Call): Promise<{ reply: RestReply; faults: string[] }> {
  const [overTrpc, reply] = await Promise.all([
    callTrpc(worlds.one.url, call),
    send(requestOf(worlds.other.url, call)),
  ]);
  const faults = [...differences(overTrpc, toldBy(reply), worlds.partedAt), ...check(call.route, reply)];
  const status = expectedStatus(call.route);
  if (reply.status < 300 && reply.status !== status) faults.push(`status ${reply.status}, not ${status}`);
  if (reply.status === 201) faults.push(...(await lostThings(call, reply)));
  return { reply, faults };
}

const readable = new Set(routes.flatMap(({ method, path }) => (method === 'GET' ? [shapeOf(path)] : [])));

/** What was created has to be where its answer says, if it can be read alone. */
async function lostThings({ route, token }: Call, reply: RestReply): Promise<string[]> {
  const location = reply.headers.get('location') ?? '';
  if (!location.startsWith('/api/v1/') || location.includes('undefined')) return [`it is said to be at ${location}`];
  if (!readable.has(shapeOf(route.declaration.created ?? ''))) return [];
  const isOpen = token === null || route.declaration.access === 'open';
  const headers: Record<string, string> = isOpen ? {} : { authorization: `Bearer ${token}` };
  const found = await send({ url: worlds.other.url + location, init: { method: 'GET', headers } });
  return found.status === 200 ? [] : [`nothing at ${location}: ${found.text}`];
}

function shapeOf(path: string): string {
  return path.replaceAll(/\{[\w.]+\}/g, '{}');
}

function expectedStatus({ output, method, declaration }: Route): number {
  if (output === Done) return 204;
  return declaration.created !== undefined && method === 'POST' ? 201 : 200;
}

const isMutation = ({ type }: Route) => type === 'mutation';

/** NOTE: reading comes first, so that it is of the same time in both worlds. */
const inOrder = routes.toSorted((a, b) => Number(isMutation(a)) - Number(isMutation(b)));

describe.each(inOrder)('$procedure by $method $path', (route) => {
  const plansOf = (): Plan[] => worlds.plans.filter((plan) => plan.route === route);

  test('refuses alike what is unsound', async () => {
    const wrong: object[] = [];
    for (const { viewer, token, input: sound } of plansOf().filter(({ viewer: who }) => who !== 'blocked'))
      for (const { what, input } of unsoundInputs(route, sound)) {
        const { faults } = await callBoth({ route, token, input });
        if (faults.length > 0) wrong.push({ viewer, what, input, faults });
      }
    expect(wrong).toEqual([]);
  });

  test.each(['one that is wrong', 'one that may read'])('takes or refuses alike a token: %s', async (which) => {
    const token = which === 'one that may read' ? worlds.readToken : 'nonsense';
    const input = worlds.plans.find((plan) => plan.route === route && plan.viewer === 'stranger')?.input ?? {};
    expect((await callBoth({ route, token, input })).faults).toEqual([]);
  });

  test('tells everybody the same', async () => {
    const wrong: object[] = [];
    for (const { viewer, token, input } of plansOf()) {
      const { reply, faults } = await callBoth({ route, token, input });
      if (viewer === 'owner' && reply.status >= 300) faults.push(`the owner is refused: ${reply.text}`);
      if (faults.length > 0) wrong.push({ viewer, input, faults });
    }
    expect(plansOf()).toHaveLength(viewers.length);
    expect(wrong).toEqual([]);
  });
});
