import { defineJob, NoData } from '../../kernel/job.ts';

/** Compares the counters of posts, and of profiles their number of posts, with the rows that they count, and repairs them. */
export const recountJob = defineJob({
  name: 'posts.recount',
  data: NoData,
  schedule: '47 4 * * *',
  handle: async (app) => (await import('./recount.handler.ts')).recountPosts(app),
});
