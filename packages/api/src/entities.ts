import { Account } from './features/accounts/index.ts';
import { Post, PostLike } from './features/posts/index.ts';
import { Profile } from './features/profiles/index.ts';

/** Every entity of every slice. */
export const entities = [Account, Profile, Post, PostLike];
