import { createTestApp, createTestDatabase, invitePeople, type TestApp } from '@rookery/testkit';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Database } from '../../kernel/database.ts';
import { PresenceRegister } from './presence-register.ts';
import { enter } from './present.ts';

const soon = { timeout: 20_000, interval: 20 };

const rowsOf = async ({ app }: TestApp) =>
  (await app.sql.raw('select profile_id, process_id from presence'))
    .map((row) => Object.values(row as object).join(' '))
    .toSorted();

/** NOTE: one table after the other, or it might deadlock with those who write; leases last, so that whoever is back writes all anew. */
async function lose({ app }: TestApp): Promise<void> {
  for (const table of ['presence', 'process']) await app.sql.raw(`truncate ${table}`);
}

/** What happens, one after the other: somebody opens or closes a stream on a process, all comes to rest, the tables are lost. */
const step = fc.oneof(
  { weight: 15, arbitrary: fc.record({ who: fc.nat(5), where: fc.nat(1), opens: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant('rest' as const) },
  { weight: 1, arbitrary: fc.constant('loss' as const) },
);

test('whatever is opened and closed on two processes, and lost, the table ends up with who is there', async () => {
  await using database = await createTestDatabase();
  const given = { url: database.url, [Symbol.asyncDispose]: async () => undefined };
  await using one = await createTestApp({ renewMs: 100 }, given);
  await using two = await createTestApp({ renewMs: 100 }, given);
  const apps = [one.app, two.app];
  const people = Object.values(await invitePeople(one.app, 'ann', 'ben', 'cid', 'dan', 'eve', 'fay'));
  const open: { key: string; leave: () => void }[] = [];
  const rest = () => {
    const there = [...new Set(open.map(({ key }) => key))].toSorted();
    return vi.waitFor(async () => expect(await rowsOf(one)).toEqual(there), soon);
  };
  const move = ({ who, where, opens }: { who: number; where: number; opens: boolean }) => {
    const [app, id] = [apps[where], people[who]];
    if (!app || !id) throw new Error('nobody');
    const key = `${id} ${app.processes.id}`;
    const known = open.findIndex((stream) => stream.key === key);
    if (opens) open.push({ key, leave: enter(app, id) });
    else if (known >= 0) open.splice(known, 1)[0]?.leave();
  };
  const run = async (steps: readonly ('rest' | 'loss' | Parameters<typeof move>[0])[]) => {
    for (const act of steps) {
      if (act === 'rest') await rest();
      else if (act === 'loss') await lose(one);
      else move(act);
    }
    await rest();
    for (const { leave } of open.splice(0)) leave();
    await rest();
  };
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60 }), run), { numRuns: 25 });
}, 120_000);

test('2,000 who connect at once, and go, are written in transactions of 1,000', async () => {
  await using t = await createTestApp();
  const names = Array.from({ length: 2000 }, (_, n) => `one_of_many_${n}`);
  const people = Object.values(await invitePeople(t.app, ...names));
  let begun = 0;
  const begin: Database['begin'] = () => {
    begun += 1;
    return t.app.database.begin();
  };
  await using register = new PresenceRegister({ ...t.app, database: { ...t.app.database, begin } });
  const streams = [...people, ...people].map((id) => register.enter(id));
  await vi.waitFor(async () => expect(await rowsOf(t)).toHaveLength(2000), soon);
  expect(begun).toBe(2);
  for (const leave of streams) leave();
  await vi.waitFor(async () => expect(await rowsOf(t)).toEqual([]), soon);
  expect(begun).toBe(4);
}, 60_000);

test('what could not be written is written when the database is back', async () => {
  await using t = await createTestApp({ renewMs: 100 });
  const { ann, ben } = await invitePeople(t.app, 'ann', 'ben');
  let isAway = true;
  let refused = 0;
  const begin: Database['begin'] = () => {
    if (!isAway) return t.app.database.begin();
    refused += 1;
    return Promise.reject(new Error('away'));
  };
  await using register = new PresenceRegister({ ...t.app, database: { ...t.app.database, begin } });
  const leave = register.enter(ann);
  register.enter(ben);
  await vi.waitFor(() => expect(refused).toBeGreaterThan(1), soon);
  leave();
  isAway = false;
  await vi.waitFor(async () => expect(await rowsOf(t)).toEqual([`${ben} ${t.app.processes.id}`]), soon);
});
