import { epochMs, firstRows, type Statement, statement } from '../../kernel/sql.ts';
import { mayMeet, mutes } from '../graph/index.ts';
import { joinPost, mayReadPost, type PostStateRow, postStateColumns } from '../posts/index.ts';
import { type SummaryRow, summaryColumns } from '../profiles/index.ts';
import { fansOut, isFollowing, standsByItself } from './timeline-rules.ts';

/** Why a post stands in a feed, as the database says it. */
export interface ReasonColumns {
  reposter: SummaryRow | null;
  reposted_ms: number | null;
  tag: string | null;
}

/** A row of a page: that of a post, or one without any where the feed has no more. */
export type HomeRow = { kept: boolean; seen_ms: number; merges: boolean } & (
  | ({ sort_id: string } & PostStateRow & ReasonColumns)
  | { sort_id: null }
);

// $1 is the viewer, $2 the place to go on from, $3 the number of rows, $4 what is newer than the walk.
const viewer = '$1::uuid';

const readable = `${mayReadPost('p', 'a', viewer)} and not ${mutes(viewer, 'p.author_id')}`;
const columns = (sort: string, post: string, reason: { by?: string; tag?: string }) =>
  `${sort} as sort_id, ${post} as post_id, ${reason.by ?? 'null::uuid'} as reposted_by, ${reason.tag ?? 'null::text'} as tag`;

/** SQL condition: a large author whom the viewer follows reposted a post before an id. */
const largeBefore = (post: string, id: string, than: '<' | '<=') =>
  `exists (select 1 from repost o where o.post_id = ${post} and o.profile_id = any((select ids from large)::uuid[]) and o.id ${than} ${id} offset 0)`;

/** SQL condition: the viewer may see that a profile, called `s`, reposts, and wants to. */
const mayBeShown = `${mayMeet('s', viewer)} and not ${mutes(viewer, 's.id')}`;

const repostStands = `exists (select 1 from repost r join profile s on s.id = r.profile_id
    where r.post_id = e.post_id and r.profile_id = e.reposted_by and ${isFollowing(viewer, 's.id')} and ${mayBeShown} offset 0)`;
const stillReposted = `${repostStands} and not ${largeBefore('e.post_id', 'e.sort_id', '<')}`;

const justified = `case when e.reposted_by is not null then ${stillReposted}
  else p.author_id = ${viewer} or ${isFollowing(viewer, 'p.author_id')} end`;

const entriesBy = (place: string, condition: string) =>
  firstRows(
    `select ${columns(place, 'e.post_id', { by: 'e.reposted_by' })}
     from timeline_entry e join post p on p.id = e.post_id join profile a on a.id = p.author_id
     where e.user_id = $1 and ${place} < $2 and ${condition} and ${readable} and ${justified} order by ${place} desc`,
    '$3',
  );

// NOTE: an entry that has moved since the walk began has for the walk the place that it had.
const entries = entriesBy('e.sort_id', '(e.moved_id is null or e.moved_id <= $4)');
const movedEntries = entriesBy('e.moved_from', 'e.moved_id > $4');

const isEntry = (post: string, condition: string) =>
  `exists (select 1 from timeline_entry e where e.user_id = $1 and e.post_id = ${post} and ${condition} offset 0)`;

// NOTE: what is both an entry and merged has the same place, where the two are folded. Leaving it out here, by row, could mean to
// pass over all that somebody ever wrote. Only what the walk has elsewhere must not come again.
const largePosts = `select page.* from unnest((select ids from large)::uuid[]) l(id) cross join lateral (${firstRows(
  `select ${columns('p.id', 'p.id', {})} from post p join profile a on a.id = p.author_id
   where (p.author_id, p.id) < (l.id, $2) and p.author_id >= l.id and ${fansOut('p')} and ${readable} and not ${isEntry('p.id', 'e.moved_id > $4')}
   order by p.author_id desc, p.id desc`,
  '$3',
)}) page`;

const largeReposts = `select page.* from unnest((select ids from large)::uuid[]) l(id) cross join lateral (${firstRows(
  `select ${columns('r.id', 'p.id', { by: 'r.profile_id' })}
   from repost r join post p on p.id = r.post_id join profile a on a.id = p.author_id join profile s on s.id = r.profile_id
   where r.profile_id = l.id and r.id < $2 and ${readable} and ${mayBeShown} and not ${standsByItself(viewer, 'p')}
     and not ${isEntry('p.id', '(e.reposted_by is null or e.sort_id <= r.id)')} and not ${largeBefore('p.id', 'r.id', '<')}
   order by r.id desc`,
  '$3',
)}) page`;

// NOTE: an event that is newer than the walk has brought the post to a place that the walk has passed by.
const tagged = `select ${columns('page.post_id', 'page.post_id', { tag: 'min(page.tag)' })}
  from hashtag_follow h cross join lateral (${firstRows(
    `select t.post_id, t.tag from post_hashtag t join post p on p.id = t.post_id join profile a on a.id = p.author_id
     where t.tag = h.tag and t.post_id < $2 and p.visibility = 'public' and p.group_id is null and ${readable}
       and not ${isEntry('p.id', '(e.reposted_by is not null or e.moved_id > $4) and least(e.sort_id, e.moved_from) <= $4')}
       and not ${largeBefore('p.id', '$4', '<=')}
     order by t.post_id desc`,
    '$3',
  )}) page where h.profile_id = $1 group by page.post_id`;

const reasonOf = (by: string, post: string) => `case when ${by} is not null then (
    select to_jsonb(s) from (select ${summaryColumns('s')} from profile s where s.id = ${by}) s) end as reposter,
  case when ${by} is not null then (
    select ${epochMs('r.created_at')} from repost r where r.post_id = ${post} and r.profile_id = ${by}) end as reposted_ms`;

const state = `select coalesce(bool_or(built_at is not null), false) as kept, coalesce(max(${epochMs('seen_at')}), 0) as seen_ms
  from timeline_state where user_id = $1`;

/**
 * A page of the home feed: the timeline, and what is merged at read of large authors and of hashtags, each post once; with
 * it, or alone, whether a timeline is kept and when it was looked at last.
 */
export const mergedRows: Statement<HomeRow> = statement(
  'feeds.home-merged',
  `with large as materialized (
     select array(select l.profile_id from large_author l where ${isFollowing(viewer, 'l.profile_id')}) as ids
   ), page as materialized (
     ${firstRows(
       `select distinct on (sort_id) * from (
          (select * from (${entries}) entry) union all (select * from (${movedEntries}) moved_entry)
          union all (select * from (${largePosts}) large_post)
          union all (select * from (${largeReposts}) large_repost) union all (select * from (${tagged}) tag_post)
        ) event order by sort_id desc, tag nulls first`,
       '$3',
     )}
   ), shown as (
     select page.sort_id, ${postStateColumns(viewer)}, ${reasonOf('page.reposted_by', 'page.post_id')}, page.tag
     from page join post p on p.id = page.post_id ${joinPost()}
   )
   select state.*, true as merges, shown.* from (${state}) state left join shown on true order by shown.sort_id desc`,
);

const merges = `exists (select 1 from hashtag_follow h where h.profile_id = $1)
  or exists (select 1 from large_author l where ${isFollowing(viewer, 'l.profile_id')})
  or exists (select 1 from timeline_entry e where e.user_id = $1 and e.moved_id > $4)`;

/**
 * The same for who follows neither a hashtag nor a large author, and whose walk no entry has moved past; `merges` tells when that does
 * not hold and the page is not to be used. NOTE: most readers are such, and what is not merged need not be asked for.
 */
export const plainRows: Statement<HomeRow> = statement(
  'feeds.home',
  `select state.*, ${merges} as merges, shown.* from (${state}) state left join (${firstRows(
    `select e.sort_id, ${postStateColumns(viewer)}, ${reasonOf('e.reposted_by', 'e.post_id')}, null::text as tag
     from timeline_entry e join post p on p.id = e.post_id ${joinPost()}
     where e.user_id = $1 and e.sort_id < $2 and ${readable}
       and case when e.reposted_by is not null then ${repostStands} else p.author_id = ${viewer} or ${isFollowing(viewer, 'p.author_id')} end
     order by e.sort_id desc`,
    '$3',
  )}) shown on true order by shown.sort_id desc`,
);
