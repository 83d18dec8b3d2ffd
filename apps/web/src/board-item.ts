import type { FeedReason, PostThread, PostView, ThreadEntry } from '@rookery/sdk';

/** A line of the board: a post, and why or where it stands there. */
export interface BoardItem {
  readonly id: string;
  /** Null for one that is gone, where a thread has a gap. */
  readonly post: PostView | null;
  readonly reason: FeedReason | null;
  /** How deep below the post of the thread; null outside of threads. */
  readonly depth: number | null;
  /** Whether it is the post whose thread this is. */
  readonly isAsked: boolean;
  /** Whether answers to it were left out. */
  readonly hasMore: boolean;
}

/** A post that stands for itself. */
export function itemOf(post: PostView, reason: FeedReason | null = null): BoardItem {
  return { id: post.id, post, reason, depth: null, isAsked: false, hasMore: false };
}

/** The lines of a thread from its first post on, as far as this page of it goes. */
export function itemsOfThread({ ancestors, post, replies }: PostThread, isFirst: boolean): BoardItem[] {
  const below = replies.map((entry) => itemOfEntry(entry, entry.depth));
  if (!isFirst) return below;
  return [...ancestors.map((entry) => itemOfEntry(entry, 0)), { ...itemOf(post), depth: 0, isAsked: true }, ...below];
}

function itemOfEntry({ id, post, more }: ThreadEntry, depth: number): BoardItem {
  return { id, post, reason: null, depth, isAsked: false, hasMore: more };
}
