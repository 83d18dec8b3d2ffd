import type { PresenceInput, PresenceList } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { statement } from '../../kernel/sql.ts';
import { mayMeet } from '../graph/index.ts';
import { maySeePresence } from './presence.policy.ts';
import { type PresenceRow, presenceColumns, toPresenceView } from './presence.view.ts';

const selectPresence = statement<PresenceRow>(
  'presence.list',
  `select ${presenceColumns(maySeePresence('p', '$2'))}
   from unnest($1::uuid[]) with ordinality as w(id, place) join profile p on p.id = w.id
   where ${mayMeet('p', '$2')} order by w.place`,
);

/** Whether people are online, as far as each lets the caller know; those who are not there for him are left out. */
export async function listPresence({ ctx, input }: SignedInCall<PresenceInput>): Promise<PresenceList> {
  const rows = await ctx.app.sql.rows(selectPresence, [input.ids, ctx.viewer.id]);
  return { items: rows.map(toPresenceView) };
}
