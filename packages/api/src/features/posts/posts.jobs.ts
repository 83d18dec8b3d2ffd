import { z } from 'zod';
import { defineJob, NoData } from '../../kernel/job.ts';

/** Compares the counters of posts, and of profiles their number of posts, with the rows that they count, and repairs them. */
export const recountJob = defineJob({
  name: 'posts.recount',
  data: NoData,
  schedule: '47 4 * * *',
  handle: async (app) => (await import('./recount.handler.ts')).recountPosts(app),
});

/** Removes likes, reposts, bookmarks and votes of a post that was deleted. NOTE: few at a time, since there may be a million of them. */
export const cleanUpJob = defineJob({
  name: 'posts.clean-up',
  batch: 2,
  data: z.object({ postId: z.string() }),
  handle: async (app, data) => (await import('./clean-up.handler.ts')).cleanUpPost(app, data),
});
