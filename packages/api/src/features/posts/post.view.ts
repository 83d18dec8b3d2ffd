import type { PostView } from '@rookery/contract';
import { found } from '../../kernel/errors.ts';
import { type Sql, statement } from '../../kernel/sql.ts';
import { canDelete, canEdit, mayReadPost } from './post.policy.ts';
import { type ContentKey, type ContentRow, contentsOf, type PostContent, toContent } from './post-content.ts';

interface PostCounts {
  like_count: number;
  repost_count: number;
  quote_count: number;
  reply_count: number;
  liked: boolean;
}

/** What `postStateColumns` selects: what changes often, and the versions of the rest. */
export interface PostStateRow extends ContentKey, PostCounts {}

/** Columns of a post's state where `p` is the post and `joinPost` has joined the rest. */
export const postStateColumns = `p.id, p.version, a.version as author_version,
  p.like_count, p.repost_count, p.quote_count, p.reply_count, l.post_id is not null as liked`;

/** SQL: joins to the post `p` its author `a` and the viewer's like of it `l`. */
export function joinPost(viewer: string): string {
  return `join profile a on a.id = p.author_id
    left join post_like l on l.post_id = p.id and l.profile_id = ${viewer}`;
}

/** Posts as the wire has them, in the order of their states. */
export async function presentPosts(
  sql: Sql,
  viewerId: string | null,
  states: readonly PostStateRow[],
): Promise<PostView[]> {
  const contents = await contentsOf(sql, states);
  return states.flatMap((state) => {
    const content = contents.get(state.id);
    return content ? [toView(content, state, viewerId)] : [];
  });
}

const selectForEach = statement<PostStateRow & { place: number; viewer_id: string }>(
  'posts.visible-for-each',
  `select w.place::int, w.viewer_id, ${postStateColumns}
   from unnest($1::uuid[], $2::uuid[]) with ordinality as w(viewer_id, post_id, place)
   join post p on p.id = w.post_id ${joinPost('w.viewer_id')} where ${mayReadPost('p', 'a', 'w.viewer_id')}`,
);

/** Posts, each as its own viewer sees it, in the order asked for; null for one that he may not see. */
export async function hydratePostsForEach(
  sql: Sql,
  wanted: readonly { viewerId: string; postId: string }[],
): Promise<(PostView | null)[]> {
  if (wanted.length === 0) return [];
  const states = await sql.rows(selectForEach, [wanted.map((w) => w.viewerId), wanted.map((w) => w.postId)]);
  const contents = await contentsOf(sql, states);
  const views = new Map(
    states.flatMap((state) => {
      const content = contents.get(state.id);
      return content ? [[state.place, toView(content, state, state.viewer_id)] as const] : [];
    }),
  );
  return wanted.map((_, index) => views.get(index + 1) ?? null);
}

const selectOne = statement<PostStateRow>(
  'posts.one',
  `select ${postStateColumns} from post p ${joinPost('$2::uuid')}
   where p.id = $1 and ${mayReadPost('p', 'a', '$2::uuid')}`,
);

/** Refuses with `not_found` unless the viewer may see the post. */
export async function assertVisible(sql: Sql, viewerId: string | null, id: string): Promise<void> {
  found(await sql.first(selectOne, [id, viewerId]));
}

/** A post that the viewer may see, or null. */
export async function findPost(sql: Sql, viewerId: string | null, id: string): Promise<PostView | null> {
  const state = await sql.first(selectOne, [id, viewerId]);
  return state && ((await presentPosts(sql, viewerId, [state]))[0] ?? null);
}

/** A post that its author has just made. */
export function presentNewPost(row: ContentRow): PostView {
  const state = { like_count: 0, repost_count: 0, quote_count: 0, reply_count: 0, liked: false };
  return toView(toContent(row), state, row.profile_id);
}

function toView(content: PostContent, state: PostCounts, viewerId: string | null): PostView {
  const post = { authorId: content.author.id };
  return {
    ...content,
    likeCount: state.like_count,
    repostCount: state.repost_count,
    quoteCount: state.quote_count,
    replyCount: state.reply_count,
    viewer:
      viewerId === null
        ? null
        : {
            liked: state.liked,
            reposted: false,
            bookmarked: false,
            canEdit: canEdit(post, viewerId),
            canDelete: canDelete(post, viewerId),
          },
  };
}
