import { z } from 'zod';
import type { App } from '../../kernel/app.ts';
import { lowestId } from '../../kernel/id.ts';
import { defineJob, NoData } from '../../kernel/job.ts';
import type { Sql } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { reviewLargeAuthors } from './large-authors.ts';
import { type Chunk, pushToChunk, takeOutOfChunk } from './push-post.ts';
import { pushRepostToChunk, takeRepostFromChunk } from './push-repost.ts';
import { dropIdleTimelines, trimTimelines } from './timeline-keeping.ts';

const followersAtOnce = 5000;
const usersAtOnce = 100;

/** Does something for all of an audience, in chunks that commit one by one; repeating a chunk changes nothing. */
async function inChunks(
  app: App,
  size: number,
  work: (sql: Sql, chunk: Chunk) => Promise<string | null>,
): Promise<void> {
  for (let after: string | null = lowestId; after !== null; ) {
    const from: string = after;
    after = await transact({ app }, (tx) => work(tx.sql, { after: from, size }));
  }
}

const ofPost = z.object({ postId: z.string(), authorId: z.string() });
const ofRepost = z.object({ postId: z.string(), actorId: z.string() });

/** NOTE: few at a time, since each holds a connection that calls wait for. */
const batch = 2;

/** The journal's row by which those who look at their feeds hear of a post that a job has shown to them. */
export const fannedOut = 'feed.fanned-out';

/** Shows a post to a large audience. */
export const fanOut = defineJob({
  name: 'feeds.fan-out',
  batch,
  data: ofPost,
  handle: async (app, { postId, authorId }) => {
    const post = { id: postId, authorId };
    await inChunks(app, followersAtOnce, (sql, chunk) => pushToChunk(sql, post, chunk));
    await transact({ app }, async (tx) => tx.record(`user:${authorId}`, fannedOut, { postId }));
  },
});

/** Shows a repost to a large audience. */
export const fanOutRepost = defineJob({
  name: 'feeds.fan-out-repost',
  batch,
  data: ofRepost,
  handle: (app, repost) => inChunks(app, followersAtOnce, (sql, chunk) => pushRepostToChunk(sql, repost, chunk)),
});

/** Takes a repost that was taken back out of the timelines of a large audience. */
export const takeRepostBackJob = defineJob({
  name: 'feeds.take-repost-back',
  batch,
  data: ofRepost.extend({ repostId: z.string() }),
  handle: (app, repost) => inChunks(app, followersAtOnce, (sql, chunk) => takeRepostFromChunk(sql, repost, chunk)),
});

/** Takes a deleted post, which nobody can see any more, out of the timelines of its author's followers. */
export const takeOut = defineJob({
  name: 'feeds.take-out',
  batch,
  data: ofPost,
  handle: (app, { postId, authorId }) =>
    inChunks(app, followersAtOnce, (sql, chunk) => takeOutOfChunk(sql, { id: postId, authorId }, chunk)),
});

/** Keeps timelines at their cap. */
export const trimJob = defineJob({
  name: 'feeds.trim',
  data: NoData,
  schedule: '17 3 * * *',
  handle: (app) => inChunks(app, usersAtOnce, (sql, { after, size }) => trimTimelines(sql, after, size)),
});

/** Drops timelines of those who have not been here for 30 days. */
export const dropIdleJob = defineJob({
  name: 'feeds.drop-idle',
  data: NoData,
  schedule: '37 3 * * *',
  handle: async (app) => {
    while (await dropIdleTimelines(app, usersAtOnce));
  },
});

/** Finds authors who are large no more. */
export const reviewLargeJob = defineJob({
  name: 'feeds.review-large',
  data: NoData,
  schedule: '57 3 * * *',
  handle: reviewLargeAuthors,
});
