import { z } from 'zod';
import { defineJob, NoData } from '../../kernel/job.ts';

/** Adds up what changed in the counters of hashtags. NOTE: one writer, so that posts with a popular tag do not wait for each other. */
export const countHashtags = defineJob({
  name: 'hashtags.count',
  data: NoData,
  schedule: '* * * * *',
  handle: async (app) => (await import('./count.handler.ts')).addUpChanges(app),
});

/** Finds out what trends. */
export const rankTrends = defineJob({
  name: 'hashtags.rank-trends',
  data: NoData,
  schedule: '* * * * *',
  handle: async (app) => (await import('./rank-trends.handler.ts')).rankDueTrends(app),
});

/** Counts the posts of somebody in or out, who has become public or private. */
export const recountAuthor = defineJob({
  name: 'hashtags.recount-author',
  batch: 2,
  data: z.object({ authorId: z.string() }),
  handle: async (app, { authorId }) => (await import('./recount.handler.ts')).recountPostsOf(app, authorId),
});

/** Compares the counters of hashtags with the posts that they count, and repairs them. */
export const recountHashtags = defineJob({
  name: 'hashtags.recount',
  data: NoData,
  schedule: '31 4 * * *',
  handle: async (app) => (await import('./recount.handler.ts')).recountTags(app),
});
