import { z } from 'zod';
import { defineJob, NoData } from '../../kernel/job.ts';
import { transact } from '../../kernel/transaction.ts';
import { pushToChunk, trimTimelines } from './timeline.ts';

const firstId = '00000000-0000-0000-0000-000000000000';
const followersAtOnce = 5000;
const usersAtOnce = 100;

/**
 * Shows a post to a large audience, in chunks that commit one by one; repeating a chunk changes nothing. NOTE: few at a time, since
 * each holds a connection that calls wait for.
 */
export const fanOut = defineJob({
  name: 'feeds.fan-out',
  batch: 2,
  data: z.object({ postId: z.string(), authorId: z.string() }),
  handle: async (app, { postId, authorId }) => {
    for (let after: string | null = firstId; after !== null; ) {
      const from: string = after;
      after = await transact({ app }, (tx) =>
        pushToChunk(tx.sql, { id: postId, authorId }, { after: from, size: followersAtOnce }),
      );
    }
  },
});

/** Keeps timelines at their cap. */
export const trimJob = defineJob({
  name: 'feeds.trim',
  data: NoData,
  schedule: '17 3 * * *',
  handle: async (app) => {
    for (let after: string | null = firstId; after !== null; ) {
      const from: string = after;
      after = await transact({ app }, (tx) => trimTimelines(tx.sql, from, usersAtOnce));
    }
  },
});
