import { epochMs } from '../../kernel/sql.ts';
import { isStaff } from '../groups/index.ts';
import { mayReadPost } from './post.policy.ts';
import type { ContentKey } from './post-content.ts';

/** A poll as the database counts it. */
export interface StoredPoll {
  options: string[];
  multiple: boolean;
  votes: number[];
  voterCount: number;
  closesMs: number;
  closed: boolean;
  /** What the viewer voted for; null for one who has not. */
  choices: number[] | null;
}

/** What of one post changes often, for a viewer. */
export interface PostState extends ContentKey {
  pinned: boolean;
  like_count: number;
  repost_count: number;
  quote_count: number;
  reply_count: number;
  liked: boolean;
  reposted: boolean;
  bookmarked: boolean;
  /** The viewer is of the staff of the group that it stands in. */
  staffed: boolean;
  poll: StoredPoll | null;
}

/** What `postStateColumns` selects: the state of a post, and that of the post it quotes if the viewer may see that. */
export interface PostStateRow extends PostState {
  quoted: PostState | null;
}

function pollOf(post: string, viewer: string): string {
  return `case when ${post}.has_poll then (
    select jsonb_build_object('options', k.options, 'multiple', k.multiple, 'votes', k.votes, 'voterCount', k.voter_count,
      'closesMs', ${epochMs('k.closes_at')}, 'closed', k.closed_at is not null or k.closes_at <= now(),
      'choices', (select v.choices from poll_vote v where v.post_id = k.post_id and v.profile_id = ${viewer}))
    from poll k where k.post_id = ${post}.id) end as poll`;
}

/** NOTE: `offset 0` makes it one index lookup a row. Without it a plan may read everything that the viewer ever liked or kept. */
function did(table: 'post_like' | 'repost' | 'bookmark', post: string, viewer: string): string {
  return `exists (select from ${table} d where d.post_id = ${post}.id and d.profile_id = ${viewer} offset 0)`;
}

function columnsOf(post: string, author: string, viewer: string): string {
  return `${post}.id, ${post}.version, ${post}.media_version, ${author}.version as author_version, ${post}.pinned,
    ${post}.like_count, ${post}.repost_count, ${post}.quote_count, ${post}.reply_count,
    ${did('post_like', post, viewer)} as liked, ${did('repost', post, viewer)} as reposted, ${did('bookmark', post, viewer)} as bookmarked,
    case when ${post}.group_id is null then false else ${isStaff(`${post}.group_id`, viewer)} end as staffed, ${pollOf(post, viewer)}`;
}

/** Columns of a post's state where `p` is the post and `a` its author. */
export function postStateColumns(viewer: string): string {
  return `${columnsOf('p', 'a', viewer)}, case when p.quote_of_id is not null then ${quotedState('p.quote_of_id', viewer)} end as quoted`;
}

/** SQL expression: the `PostState` of the post whose id an expression gives; null when the viewer may not see it. */
export function quotedState(id: string, viewer: string): string {
  return `(select to_jsonb(s) from (
      select ${columnsOf('q', 'qa', viewer)} from post q join profile qa on qa.id = q.author_id where q.id = ${id} and ${mayReadPost('q', 'qa', viewer)}
    ) s)`;
}

/** SQL: joins to the post `p` its author `a`. */
export function joinPost(): string {
  return 'join profile a on a.id = p.author_id';
}
