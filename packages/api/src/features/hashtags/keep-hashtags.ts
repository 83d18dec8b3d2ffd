import type { Reaction, Transaction } from '../../kernel/app.ts';
import { reactInTransaction } from '../../kernel/event.ts';
import { statement } from '../../kernel/sql.ts';
import { postCreated, postDeleted, postEdited } from '../posts/index.ts';
import { privacyChanged } from '../profiles/index.ts';
import { isCounted } from './counted.ts';
import { recountAuthor } from './hashtags.jobs.ts';
import { slotSizes } from './trend-window.ts';

/** Tags of one post that are kept; the rest of them is only text. */
const maxTags = 30;

// NOTE: uses and counts are found out from the post's own row, so that what is taken back is what was put there.
const keep = statement(
  'hashtags.keep',
  `with of as (
     select p.id, p.author_id, p.created_at, p.visibility = 'public' and p.group_id is null as public, ${isCounted('p', 'a')} as counted
     from post p join profile a on a.id = p.author_id where p.id = $1
   ), gone as (
     delete from post_hashtag where post_id = $1 and tag <> all ($2::text[]) returning tag, counted
   ), made as (
     insert into post_hashtag (tag, post_id, author_id, counted)
     select tag, of.id, of.author_id, of.counted from of cross join unnest($2::text[]) tag order by tag
     on conflict do nothing returning tag, counted
   ), changes as (
     insert into hashtag_change (tag, delta, used_at)
     select moved.tag, moved.delta, of.created_at from of cross join (
       select tag, 1 as delta from made where counted union all select tag, -1 from gone where counted
     ) moved order by moved.tag
   ), slots as (
     select seconds, floor(extract(epoch from of.created_at) / seconds)::int as slot from of cross join unnest($3::int[]) seconds
   ), unused as (
     update hashtag_use u set posts = u.posts - 1 from of, slots s, gone
     where of.public and u.seconds = s.seconds and u.slot = s.slot and u.tag = gone.tag and u.author_id = of.author_id and u.posts > 0
   ) insert into hashtag_use (seconds, slot, tag, author_id, posts)
     select s.seconds, s.slot, made.tag, of.author_id, 1 from of, slots s, made where of.public order by 1, 2, 3
     on conflict (seconds, slot, tag, author_id) do update set posts = hashtag_use.posts + 1`,
);

function keepTags(tx: Transaction, postId: string, tags: readonly string[]): void {
  tx.defer(keep, [postId, tags.slice(0, maxTags), slotSizes]);
}

/** What keeps hashtags in step with posts. */
export const hashtagReactions: readonly Reaction[] = [
  reactInTransaction(postCreated, async (tx, { postId, tags }) => {
    if (tags.length > 0) keepTags(tx, postId, tags);
  }),
  reactInTransaction(postEdited, async (tx, { postId, tags }) => keepTags(tx, postId, tags)),
  reactInTransaction(postDeleted, async (tx, { postId }) => keepTags(tx, postId, [])),
  reactInTransaction(privacyChanged, (tx, { profileId }) => tx.enqueue(recountAuthor, { authorId: profileId })),
];
