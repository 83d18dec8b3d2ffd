import type { PresenceChanged } from '@rookery/contract';
import type { ViewerHint } from '../../kernel/audience.ts';
import { type Sql, statement } from '../../kernel/sql.ts';
import { blocks, follows } from '../graph/index.ts';
import { maySeePresence } from './presence.policy.ts';
import { type PresenceRow, presenceColumns, toPresenceView } from './presence.view.ts';

/** Of whom there is something to tell. */
export interface PresenceNews {
  userId: string;
  /** What he shows is otherwise, which those hear too to whom he shows nothing any more. */
  isRule: boolean;
}

const partner = 'case when c.one_id = p.id then c.other_id else c.one_id end';

// NOTE: it goes through the followers of somebody or through the viewers, whichever are fewer. What is told is read now, not when
// it happened, so that the last that anybody is told is so.
const selectHints = statement<PresenceRow & { viewer_id: string }>(
  'presence.hints',
  `select h.viewer_id, ${presenceColumns('h.shown')}
   from (
     select p.id, v.id as viewer_id, news.is_rule, ${maySeePresence('p', 'v.id')} as shown
     from unnest($1::uuid[], $2::boolean[]) as news(user_id, is_rule) join profile p on p.id = news.user_id
     cross join lateral (
       select follower_id as id from (select follower_id from follow where followee_id = p.id and p.follower_count <= cardinality($3::uuid[]) offset 0) f
       where follower_id = any($3::uuid[])
       union
       select viewer.id from unnest($3::uuid[]) viewer(id) where p.follower_count > cardinality($3::uuid[]) and ${follows('viewer.id', 'p')}
       union
       select friend_id from friendship where profile_id = p.id and friend_id = any($3::uuid[])
       union
       select m.profile_id from (
         select c.id, ${partner} as partner_id from conversation c where c.kind = 'direct' and c.one_id = p.id
         union all
         select c.id, ${partner} from conversation c where c.kind = 'direct' and c.other_id = p.id
       ) talk join conversation_member m on m.profile_id = talk.partner_id and m.conversation_id = talk.id and m.folder = 'inbox'
       where talk.partner_id = any($3::uuid[])
     ) v
     where v.id <> p.id
   ) h join profile p on p.id = h.id
   where h.shown or h.is_rule and not ${blocks('p.id', 'h.viewer_id')} and not ${blocks('h.viewer_id', 'p.id')}`,
);

/** Which of the viewers is told what of people who came, went, or show it otherwise. */
export async function findPresenceHints(
  sql: Sql,
  news: readonly PresenceNews[],
  viewerIds: readonly string[],
): Promise<ViewerHint<PresenceChanged>[]> {
  const rules = new Map<string, boolean>();
  for (const { userId, isRule } of news) rules.set(userId, isRule || rules.get(userId) === true);
  const rows = await sql.rows(selectHints, [[...rules.keys()], [...rules.values()], viewerIds]);
  return rows.map((row) => ({ viewerId: row.viewer_id, hint: { type: 'presence', data: toPresenceView(row) } }));
}
