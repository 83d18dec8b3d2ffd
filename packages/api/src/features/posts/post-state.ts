import { epochMs } from '../../kernel/sql.ts';
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
  poll: StoredPoll | null;
}

/** What `postStateColumns` selects: the state of a post, and that of the post it quotes if the viewer may see that. */
export interface PostStateRow extends PostState {
  quoted: PostState | null;
}

interface Aliases {
  post: string;
  author: string;
  like: string;
  repost: string;
  bookmark: string;
}

const outer: Aliases = { post: 'p', author: 'a', like: 'l', repost: 'r', bookmark: 'b' };
const inner: Aliases = { post: 'q', author: 'qa', like: 'ql', repost: 'qr', bookmark: 'qb' };

function pollOf(post: string, viewer: string): string {
  return `case when ${post}.has_poll then (
    select jsonb_build_object('options', k.options, 'multiple', k.multiple, 'votes', k.votes, 'voterCount', k.voter_count,
      'closesMs', ${epochMs('k.closes_at')}, 'closed', k.closed_at is not null or k.closes_at <= now(),
      'choices', (select v.choices from poll_vote v where v.post_id = k.post_id and v.profile_id = ${viewer}))
    from poll k where k.post_id = ${post}.id) end as poll`;
}

function columnsOf({ post: p, author: a, like: l, repost: r, bookmark: b }: Aliases, viewer: string): string {
  return `${p}.id, ${p}.version, ${p}.media_version, ${a}.version as author_version, ${p}.pinned,
    ${p}.like_count, ${p}.repost_count, ${p}.quote_count, ${p}.reply_count,
    ${l}.post_id is not null as liked, ${r}.post_id is not null as reposted, ${b}.post_id is not null as bookmarked,
    ${pollOf(p, viewer)}`;
}

function joinsOf({ post, author, like, repost, bookmark }: Aliases, viewer: string): string {
  return `join profile ${author} on ${author}.id = ${post}.author_id
    left join post_like ${like} on ${like}.post_id = ${post}.id and ${like}.profile_id = ${viewer}
    left join repost ${repost} on ${repost}.post_id = ${post}.id and ${repost}.profile_id = ${viewer}
    left join bookmark ${bookmark} on ${bookmark}.post_id = ${post}.id and ${bookmark}.profile_id = ${viewer}`;
}

/** Columns of a post's state where `p` is the post and `joinPost` has joined the rest. */
export function postStateColumns(viewer: string): string {
  return `${columnsOf(outer, viewer)}, case when p.quote_of_id is not null then ${quotedState('p.quote_of_id', viewer)} end as quoted`;
}

/** SQL expression: the `PostState` of the post whose id an expression gives; null when the viewer may not see it. */
export function quotedState(id: string, viewer: string): string {
  return `(select to_jsonb(s) from (
      select ${columnsOf(inner, viewer)} from post q ${joinsOf(inner, viewer)} where q.id = ${id} and ${mayReadPost('q', 'qa', viewer)}
    ) s)`;
}

/** SQL: joins to the post `p` its author `a` and the viewer's like `l`, repost `r` and bookmark `b` of it. */
export function joinPost(viewer: string): string {
  return joinsOf(outer, viewer);
}
