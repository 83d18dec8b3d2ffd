import type { HashtagView } from '@rookery/contract';
import { postCountOf } from './counted.ts';

/** What `hashtagColumns` selects. */
export interface HashtagRow {
  tag: string;
  post_count: number;
  following: boolean | null;
}

/** SQL: whether a viewer, a parameter, follows a tag, an expression; null without a viewer. */
export function followedBy(viewer: string, tag: string): string {
  return `case when ${viewer}::uuid is not null then
    exists (select from hashtag_follow w where w.profile_id = ${viewer}::uuid and w.tag = ${tag} offset 0) end`;
}

/** Columns of a hashtag, an expression, for a viewer, a parameter that may be null. */
export function hashtagColumns(tag: string, viewer: string): string {
  return `${tag} as tag, ${postCountOf(tag)} as post_count, ${followedBy(viewer, tag)} as following`;
}

/** A hashtag as the wire has it. */
export function toHashtagView({ tag, post_count: postCount, following }: HashtagRow): HashtagView {
  return { tag, postCount, following };
}
