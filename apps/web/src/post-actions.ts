import type { PostView } from '@rookery/sdk';

/** What a reader can turn on and off for a post. */
export type Deed = 'like' | 'repost' | 'bookmark';

/** What the reader does to posts; each answers the post as it is then, or null when the server refuses. */
export interface PostActions {
  turn(post: PostView, deed: Deed, on: boolean): Promise<PostView | null>;
  vote(post: PostView, choices: number[]): Promise<PostView | null>;
}
