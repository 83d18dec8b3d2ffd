import { lowestId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { mayReadPost } from './post.policy.ts';
import { type PostStateRow, postStateColumns } from './post-state.ts';

/** A place in a thread, and the post there as the viewer's state of it; `visible` is false where he may see none. */
export interface PlaceRow extends PostStateRow {
  kind: 'ancestor' | 'target' | 'reply';
  parent_id: string | null;
  /** Of a reply: 1 for those to the target. Of an ancestor: how far up it is. */
  depth: number;
  visible: boolean;
  /** Whether answers to it that may be shown were left out. */
  cut: boolean;
}

/** How much of a thread is read at once. */
export const threadBounds = { ancestors: 100, depth: 5, nested: 100, firstChildren: 10, children: 3 };

const viewer = '$1::uuid';

/** SQL condition: an answer has a place of its own, or may have to hold one for those below it. */
function mayHavePlace(post: string, author: string): string {
  return `(${mayReadPost(post, author, viewer)} or exists (select from post below where below.reply_to_id = ${post}.id offset 0))`;
}

// NOTE: pairs are compared rather than one column held equal, as in the list of replies. An author may be gone.
function answersTo(parent: string, after: string): string {
  return `select p.id from post p left join lateral (select id, is_private, hidden_at from profile where profile.id = p.author_id offset 0) a on true
    where (p.reply_to_id, p.id) > (${parent}, ${after}) and p.reply_to_id <= ${parent} and ${mayHavePlace('p', 'a')}
    order by p.reply_to_id, p.id`;
}

const { ancestors, depth, nested, firstChildren, children } = threadBounds;

/**
 * Everything that a page of a thread shows. NOTE: each level below the direct answers is cut to a number of its own, lowestId
 * answers before second ones, so that no thread costs more than a page; lateral lookups keep to the indexes whatever a plan
 * takes the number of rows for.
 */
export const selectPlaces = statement<PlaceRow>(
  'posts.thread',
  `with recursive target as (
     select p.id, p.reply_to_id, p.root_id from post p join profile a on a.id = p.author_id where p.id = $2::uuid and ${mayReadPost('p', 'a', viewer)}
   ), up as (
     select reply_to_id as id, 1 as height from target where reply_to_id is not null
     union all
     select next.id, up.height + 1 from up cross join lateral (select p.reply_to_id as id from post p where p.id = up.id offset 0) next
     where next.id is not null and up.height < ${ancestors}
   ), down as (
     select answer.id, $2::uuid as parent_id, 1 as depth, 1::bigint as place from target
       cross join lateral (select * from (${answersTo('$2::uuid', '$3::uuid')} limit 101) page limit $4) answer
     union all
     select id, parent_id, depth, place from (
       select answer.id, d.id as parent_id, d.depth + 1 as depth, row_number() over (order by answer.rank, d.place, d.id) as place
       from down d cross join lateral (
         select id, row_number() over (order by id) as rank from (${answersTo('d.id', `'${lowestId}'`)} limit ${firstChildren}) few
       ) answer
       where d.depth < ${depth} and answer.rank <= case d.depth when 1 then ${firstChildren} else ${children} end
     ) level where place <= ${nested}
   ), last as (
     select distinct on (parent_id) parent_id, id from down order by parent_id, id desc
   ), place as (
     select 'target' as kind, id, reply_to_id as parent_id, 0 as depth from target
     union all select 'ancestor', id, null, height from up
     union all select 'ancestor', root_id, null, ${ancestors + 1} from target where (select max(height) from up) = ${ancestors} and root_id not in (select id from up)
     union all select 'reply', id, parent_id, depth from down
   )
   select place.kind, coalesce(place.parent_id, s.reply_to_id) as parent_id, place.depth, s.*,
     place.kind <> 'ancestor' and exists (${answersTo('place.id', `coalesce(last.id, case place.kind when 'target' then $3::uuid end, '${lowestId}')`)} offset 0) as cut
   from place left join last on last.parent_id = place.id cross join lateral (
     select ${mayReadPost('p', 'a', viewer)} as visible, p.reply_to_id, ${postStateColumns(viewer)}
     from post p left join profile a on a.id = p.author_id where p.id = place.id limit 1
   ) s order by place.depth, place.id`,
);
