import type { StreamEvent } from '@rookery/contract';
import { createTestApp, invitePeople, testAppOptions } from '@rookery/testkit';
import { expect, test } from 'vitest';
import { type Ear, listen } from '../../fixtures/ear.ts';
import { makeGroup } from '../../fixtures/talks.ts';
import { openApp } from '../../open-app.ts';

const soon = { timeout: 20_000, interval: 20 };
const writers = 16;
const each = 8;

const seqsOf = (ear: Ear) => ear.heard('message.created').map(({ message }) => message.seq);
const idOf = ({ id }: StreamEvent) => id;

test('sixteen writers on three processes make one order without a gap, which every reader and every stream has', async () => {
  await using t = await createTestApp();
  await using second = await openApp(testAppOptions(t.database.url));
  await using third = await openApp(testAppOptions(t.database.url));
  const processes = [t.app, second, third];
  const people = Object.values(await invitePeople(t.app, ...Array.from({ length: writers }, (_, n) => `writer_${n}`)));
  const conversationId = await makeGroup(t, people[0] ?? '', people.slice(1));
  const ears = await Promise.all(
    processes.flatMap((app) => people.slice(0, 2).map((userId) => listen(t, userId, { app }))),
  );
  await Promise.all(
    people.map(async (userId, index) => {
      for (let n = 0; n < each; n += 1) {
        const app = processes[(index + n) % 3] ?? t.app;
        const input = { conversationId, text: `${index} ${n}`, clientId: `${n}` };
        await Promise.all([t.as(userId, { app }).chat.send(input), t.as(userId).chat.send(input)]);
      }
    }),
  );
  const all = Array.from({ length: writers * each }, (_, n) => n + 1);
  for (const userId of people) {
    const items = await readAll(userId);
    expect(items.map(({ seq }) => seq)).toEqual(all);
    for (const index of people.keys()) {
      const own = items.filter(({ sender }) => sender?.id === people[index]);
      expect(own.map(({ clientId }) => clientId)).toEqual(Array.from({ length: each }, (_, n) => `${n}`));
    }
  }
  await expect.poll(() => ears.map((ear) => seqsOf(ear).length), soon).toEqual(ears.map(() => all.length));
  for (const ear of ears) {
    expect(seqsOf(ear)).toEqual(all);
    expect(new Set(ear.events.map(idOf)).size).toBe(ear.events.length);
  }
  const again = await listen(t, people[0] ?? '', { app: third, after: cursorAfter(ears[0]) });
  await expect.poll(() => seqsOf(again).at(-1), soon).toBe(all.length);
  for (const ear of [...ears, again]) ear.stop();

  async function readAll(userId: string) {
    const { items } = await t.as(userId).chat.messages({ conversationId, after: 0, limit: 100 });
    const rest = await t.as(userId).chat.messages({ conversationId, after: items[0]?.seq ?? 0, limit: 100 });
    return [...rest.items, ...items].reverse();
  }

  /** NOTE: one message more, so that there is something to hear after the last cursor. */
  function cursorAfter(ear: Ear | undefined): string {
    all.push(all.length + 1);
    void t.as(people[0] ?? '').chat.send({ conversationId, text: 'the last', clientId: 'last' });
    return ear?.cursor() ?? '';
  }
});
