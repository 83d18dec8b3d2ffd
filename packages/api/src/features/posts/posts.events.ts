import type { Facet, PostVisibility } from '@rookery/contract';
import { defineEvent } from '../../kernel/event.ts';

/** A post and whose it is. */
export interface PostOf {
  postId: string;
  authorId: string;
}

/** All that a post says without media. */
export interface PostWords {
  text: string;
  facets: Facet[];
  contentWarning: string | null;
  pollOptions: readonly string[];
}

/** A post or reply was published. */
export const postCreated = defineEvent<
  PostOf & {
    visibility: PostVisibility;
    /** The group that it was written in. */
    groupId: string | null;
    /** How many follow the author. */
    audience: number;
    replyTo: PostOf | null;
    quoteOf: PostOf | null;
    rootId: string | null;
    /** Hashtags of its text, each once. */
    tags: readonly string[];
    /** Ids of those whom it mentions, each once. */
    mentions: readonly string[];
    /** What it says; null when its media say something too. */
    words: PostWords | null;
    /** When it was written, which its id tells too. */
    createdAt: Date;
  }
>('post.created');

/** The text of a post was changed. */
export const postEdited = defineEvent<
  PostOf & {
    visibility: PostVisibility;
    /** Hashtags of the new text, each once. */
    tags: readonly string[];
    /** Those whom it mentions now and did not before. */
    mentioned: readonly string[];
    createdAt: Date;
  }
>('post.edited');

/** A post was deleted. */
export const postDeleted = defineEvent<PostOf & { replyToId: string | null; quoteOfId: string | null }>('post.deleted');

/** Somebody did something with a post. */
export type PostDeed = PostOf & { actorId: string };

/** Somebody liked a post who had not. */
export const postLiked = defineEvent<PostDeed>('post.liked');

/** Somebody took a like back. */
export const postUnliked = defineEvent<PostDeed>('post.unliked');

/** Somebody reposted a post who had not. `audience` is how many follow him, `repostId` sorts by when he did. */
export const postReposted = defineEvent<PostDeed & { repostId: string; audience: number; visibility: PostVisibility }>(
  'post.reposted',
);

/** Somebody took a repost back. */
export const postUnreposted = defineEvent<PostDeed & { repostId: string }>('post.unreposted');

/** A poll has ended. */
export const pollEnded = defineEvent<PostOf>('post.poll-ended');
