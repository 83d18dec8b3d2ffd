import { defineJob, NoData } from '../../kernel/job.ts';

/** Compares the follow counters with the rows that they count, and repairs them. */
export const recount = defineJob({
  name: 'graph.recount',
  data: NoData,
  schedule: '17 * * * *',
  handle: async (app) => (await import('./recount.handler.ts')).recountFollows(app),
});
