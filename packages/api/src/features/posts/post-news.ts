import type { PostWatchEvent } from '@rookery/contract';
import type { App } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { mayReadPost } from './post.policy.ts';
import { hydratePostsForEach } from './post.view.ts';

/** What has happened to a post since its watchers were told last. */
export interface News {
  updated: boolean;
  /** Ids of new answers. */
  replies: readonly string[];
}

/** What is to be told of a post: its counts to everybody, the rest by viewer. */
export interface Told {
  counts: PostWatchEvent;
  /** Of each viewer who may still see the post. */
  events: ReadonlyMap<string | null, readonly PostWatchEvent[]>;
}

interface StandingRow {
  like_count: number;
  repost_count: number;
  quote_count: number;
  reply_count: number;
  viewers: (string | null)[];
}

const selectStanding = statement<StandingRow>(
  'posts.watched',
  `select p.like_count, p.repost_count, p.quote_count, p.reply_count,
     array(select w.id from unnest($2::uuid[]) as w(id) where ${mayReadPost('p', 'a', 'w.id')}) as viewers
   from post p join profile a on a.id = p.author_id where p.id = $1`,
);

/** Posts that one statement reads for their viewers. */
const chunkSize = 500;

/** Reads a post once for all who watch it; null when it is gone. */
export async function readNews(
  app: App,
  { postId, viewers, news }: { postId: string; viewers: readonly (string | null)[]; news: News },
): Promise<Told | null> {
  const row = await app.sql.first(selectStanding, [postId, viewers]);
  if (!row) return null;
  const counts: PostWatchEvent = {
    type: 'counts',
    postId,
    likeCount: row.like_count,
    repostCount: row.repost_count,
    quoteCount: row.quote_count,
    replyCount: row.reply_count,
  };
  const events = new Map(row.viewers.map((viewerId): [string | null, PostWatchEvent[]] => [viewerId, []]));
  const shown = [...(news.updated ? [postId] : []), ...news.replies];
  const wanted = row.viewers.flatMap((viewerId) => shown.map((id) => ({ viewerId, postId: id })));
  for (let from = 0; from < wanted.length; from += chunkSize) {
    const chunk = wanted.slice(from, from + chunkSize);
    for (const [index, post] of (await hydratePostsForEach(app, chunk)).entries()) {
      const type = post?.id === postId ? 'updated' : 'reply';
      if (post) events.get(chunk[index]?.viewerId ?? null)?.push({ type, postId, post });
    }
  }
  return { counts, events };
}
