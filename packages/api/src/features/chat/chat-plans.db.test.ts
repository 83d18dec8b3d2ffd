import { type Caller, createPlanner, createTestApp, invitePeople, type Planner, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statement } from '../../kernel/sql.ts';

let t: TestApp;
let planner: Planner;
let busy: string;
let busyConversation: string;
let busyMessage: string;
beforeAll(async () => {
  t = await createTestApp();
  planner = await createPlanner(t);
  [busy = ''] = Object.values(await invitePeople(t.app, ...Array.from({ length: 1500 }, (_, n) => `person_${n}`)));
  for (const fill of fills) await t.app.sql.run(fill, []);
  busyConversation = (await t.as(busy).chat.conversations({})).items.at(-1)?.id ?? '';
  busyMessage = (await t.as(busy).chat.messages({ conversationId: busyConversation })).items.at(-1)?.id ?? '';
  await planner.analyze();
});
afterAll(async () => {
  await planner[Symbol.asyncDispose]();
  await t[Symbol.asyncDispose]();
});

/** The first talks with everybody, the others with six each; half of the conversations have said much. */
const fills = [
  `insert into conversation (id, kind, one_id, other_id, created_by, last_seq, last_message_at, member_count)
   select test_id(), 'direct', least(a.id, b.id), greatest(a.id, b.id), a.id, 20, now() - random() * interval '300 days', 2
   from (select id, row_number() over (order by username) as n from profile) a
   join (select id, row_number() over (order by username) as n from profile) b on a.id <> b.id and (b.n - a.n between 1 and 3 or (a.n = 1 and b.n > 4))`,
  `insert into conversation_member (profile_id, conversation_id, id, last_read_seq)
   select p.id, c.id, test_id(), (random() * 20)::int from conversation c cross join lateral (values (c.one_id), (c.other_id)) p(id)`,
  ...[1, 6, 11, 16].map(
    (first) => `insert into message (conversation_id, seq, id, sender_id, client_id, text, created_at, tokens)
   select c.id, n, test_id(), c.one_id, n::text, 'hello', c.last_message_at - (20 - n) * interval '1 minute', case when n > 18 then array_to_tsvector(array[right(c.id::text, 8) || ':hello']) end
   from conversation c cross join generate_series(${first}, ${first} + 4) n`,
  ),
  `insert into block (blocker_id, blocked_id, id)
   select a.id, b.id, test_id() from (select id, row_number() over (order by username) as n from profile) a
   join (select id, row_number() over (order by username) as n from profile) b on b.n = a.n + 1 where a.n > 200`,
  `insert into media (id, owner_id, kind, mime, bytes, status) select test_id(), id, 'image', 'image/webp', 1, 'ready' from account`,
  `insert into media_use (holder_id, position, media_id) select owner_id, 0, id from media`,
  `insert into message_revision (message_id, version, text, facets, created_at) select id, 1, 'hallo', '[]', now() from message where seq in (1, 2)`,
  `insert into message_reaction (message_id, profile_id, emoji, id) select id, sender_id, '👍', test_id() from message where seq = 1`,
].map((text, index) => statement(`test.fill-chat-${index}`, text));

describe('cost is that of what is shown, however much others say', () => {
  test.each<[string, (as: Caller) => Promise<unknown>]>([
    ['chat.messages', (as) => as.chat.messages({ conversationId: busyConversation, before: 15 })],
    ['chat.get', (as) => as.chat.get({ id: busyConversation })],
    ['chat.conversations', (as) => as.chat.conversations({ limit: 20 })],
    ['chat.unreadCount', (as) => as.chat.unreadCount()],
    ['chat.typing', (as) => as.chat.typing({ conversationId: busyConversation })],
    ['chat.search', (as) => as.chat.search({ query: 'hello' })],
    ['chat.search in one', (as) => as.chat.search({ query: 'hello', conversationId: busyConversation })],
    ['chat.history', (as) => as.chat.history({ id: busyMessage })],
    ['chat.reactors', (as) => as.chat.reactors({ id: busyMessage })],
  ])('%s reads no large table in whole', async (name, call) => {
    const sent = await planner.sentBy(busy, call);
    for (const mode of ['custom', 'generic'] as const) {
      for (const one of sent) {
        const plan = await planner.planOf(one, mode);
        expect(plan, `${name} ${mode}`).not.toMatch(
          /Seq Scan on (message|message_revision|profile|media|media_use|message_reaction|block)\b/,
        );
      }
    }
    expect(sent.length).toBeLessThanOrEqual(3);
  });
});
