import type { FeedNew } from '@rookery/contract';
import type { Reading } from '../../kernel/app.ts';
import type { ViewerHint } from '../../kernel/audience.ts';
import { statement } from '../../kernel/sql.ts';
import { mutes } from '../graph/index.ts';
import { mayReadPost } from '../posts/index.ts';
import { type SummaryRow, summaryColumns, toSummary } from '../profiles/index.ts';
import { smallAudience } from './small-audience.ts';
import { fansOut, isFollowing, isLarge } from './timeline-rules.ts';

/** A new post; what a job shows to followers stands in their feeds only after it. */
export interface NewInFeeds {
  postId: string;
  byJob: boolean;
}

// NOTE: it goes through the followers of the author or through the viewers, whichever are fewer.
const selectHints = statement<SummaryRow & { post_id: string; viewer_id: string }>(
  'feeds.hints',
  `select p.id as post_id, v.id as viewer_id, ${summaryColumns('a')}
   from unnest($1::uuid[], $2::boolean[]) with ordinality as new(post_id, by_job, place)
   join post p on p.id = new.post_id join profile a on a.id = p.author_id
   cross join lateral (
     select follower_id as id from (select follower_id from follow where followee_id = a.id and a.follower_count <= cardinality($3::uuid[]) offset 0) f
     where follower_id = any($3::uuid[])
     union all
     select id from unnest($3::uuid[]) viewer(id) where a.follower_count > cardinality($3::uuid[]) and ${isFollowing('viewer.id', 'a.id')}
   ) v
   where (new.by_job or a.follower_count <= ${smallAudience} or ${isLarge('a.id')}) and ${fansOut('p')}
     and ${mayReadPost('p', 'a', 'v.id')} and not ${mutes('v.id', 'a.id')}
   order by new.place`,
);

/** Which of the viewers have which of the new posts of others in their home feeds now. */
export async function findHints(
  { sql, links }: Reading,
  news: readonly NewInFeeds[],
  viewerIds: readonly string[],
): Promise<ViewerHint<FeedNew>[]> {
  const rows = await sql.rows(selectHints, [news.map((n) => n.postId), news.map((n) => n.byJob), viewerIds]);
  const hints = new Map<string, FeedNew>();
  return rows.map((row) => {
    const hint = hints.get(row.post_id) ?? toHint(links, row);
    hints.set(row.post_id, hint);
    return { viewerId: row.viewer_id, hint };
  });
}

function toHint(links: Reading['links'], row: SummaryRow & { post_id: string }): FeedNew {
  return { type: 'feed.new', data: { postId: row.post_id, author: toSummary(links, row) } };
}
