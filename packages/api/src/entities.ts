import { Account } from './features/accounts/index.ts';
import { Follow, FollowRequest } from './features/graph/index.ts';
import { Post, PostLike } from './features/posts/index.ts';
import { Profile } from './features/profiles/index.ts';

/** Every entity of every slice. */
export const entities = [Account, Profile, Follow, FollowRequest, Post, PostLike];
