import type { PostVisibility } from '@rookery/contract';
import { defineEvent } from '../../kernel/event.ts';

/** A post or reply was published. */
export const postCreated = defineEvent<{
  postId: string;
  authorId: string;
  visibility: PostVisibility;
  /** How many follow the author. */
  audience: number;
  /** The post that it answers, and whose that is. */
  replyTo: { postId: string; authorId: string } | null;
  rootId: string | null;
}>('post.created');

/** A post was deleted. */
export const postDeleted = defineEvent<{ postId: string; authorId: string; replyToId: string | null }>('post.deleted');

/** Somebody liked a post who had not. */
export const postLiked = defineEvent<{ postId: string; authorId: string; actorId: string }>('post.liked');

/** Somebody took a like back. */
export const postUnliked = defineEvent<{ postId: string; authorId: string; actorId: string }>('post.unliked');
