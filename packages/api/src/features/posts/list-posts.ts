import type { ListRepliesInput, ListUserPostsInput, PageInput, PostPage } from '@rookery/contract';
import type { Call } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { firstRows, statement } from '../../kernel/sql.ts';
import { blocks, isShownTo, mayReadAuthor, mutes } from '../graph/index.ts';
import { mayReadPost } from './post.policy.ts';
import { assertVisible } from './post.view.ts';
import { type ListedPost, listOf } from './post-list.ts';
import { joinPost, postStateColumns } from './post-state.ts';

const viewer = '$1::uuid';
const columns = postStateColumns(viewer);
const joins = joinPost();
const visible = mayReadPost('p', 'a', viewer);

const publicTimeline = statement<ListedPost>(
  'posts.public-timeline',
  firstRows(
    `select p.id as sort_id, ${columns} from post p ${joins}
   where p.id < $2 and p.visibility = 'public' and p.reply_to_id is null and p.group_id is null and ${visible}
     and not ${mutes(viewer, 'p.author_id')} order by p.id desc`,
    '$3',
  ),
);

/** The newest public posts of everybody. */
export async function listPosts({ ctx, input }: Call<PageInput>): Promise<PostPage> {
  return listOf(ctx, { name: 'posts.list', rows: publicTimeline, values: [], order: 'newestFirst', input });
}

// NOTE: pairs are compared rather than one column held equal, since only the index of the pair gives their order; the planner would
// else walk the primary key past everything that others wrote.
const replies = statement<ListedPost>(
  'posts.replies',
  firstRows(
    `select p.id as sort_id, ${columns} from post p ${joins}
   where (p.reply_to_id, p.id) > ($4, $2) and p.reply_to_id <= $4 and ${visible} order by p.reply_to_id, p.id`,
    '$3',
  ),
);

/** The answers to a post, oldest first. */
export async function listReplies({ ctx, input }: Call<ListRepliesInput>): Promise<PostPage> {
  await assertVisible(ctx.app.sql, ctx.viewer?.id ?? null, input.id);
  return listOf(ctx, { name: 'posts.replies', rows: replies, values: [input.id], order: 'oldestFirst', input });
}

const ofUser = (name: string, condition: string) =>
  statement<ListedPost>(
    name,
    firstRows(
      `select p.id as sort_id, ${columns} from post p ${joins}
     where (p.author_id, p.id) < ($4, $2) and p.author_id >= $4 and a.id = $4 and ${condition} and ${visible}
       order by p.author_id desc, p.id desc`,
      '$3',
    ),
  );

const mayReadLikes = `exists (select from profile liker where liker.id = $4 and ${mayReadAuthor('liker', viewer)} offset 0)`;

const likedByUser = statement<ListedPost>(
  'posts.liked-by-user',
  firstRows(
    `select k.id as sort_id, ${columns} from post_like k join post p on p.id = k.post_id ${joins}
   where k.profile_id = $4 and k.id < $2 and ${mayReadLikes} and ${visible} order by k.id desc`,
    '$3',
  ),
);

const userLists = {
  posts: ofUser('posts.of-user', 'p.reply_to_id is null'),
  replies: ofUser('posts.of-user-with-replies', 'true'),
  media: ofUser('posts.of-user-with-media', 'p.has_media'),
  pinned: ofUser('posts.pinned-of-user', 'p.pinned'),
  likes: likedByUser,
};

const userExists = statement<{ id: string }>(
  'posts.user-exists',
  `select id from profile where id = $1 and not ${blocks('profile.id', '$2::uuid')} and ${isShownTo('profile', '$2')}`,
);

/** Posts of a profile, or those that it liked, newest first. */
export async function listUserPosts({ ctx, input }: Call<ListUserPostsInput>): Promise<PostPage> {
  found(await ctx.app.sql.first(userExists, [input.id, ctx.viewer?.id ?? null]));
  const name = `users.posts.${input.with}`;
  return listOf(ctx, { name, rows: userLists[input.with], values: [input.id], order: 'newestFirst', input });
}
