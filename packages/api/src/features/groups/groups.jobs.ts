import { defineJob, NoData } from '../../kernel/job.ts';

/** Compares the numbers of members of groups with the rows that they count, and repairs them. */
export const recountMembers = defineJob({
  name: 'groups.recount',
  data: NoData,
  schedule: '27 4 * * *',
  handle: async (app) => (await import('./recount.handler.ts')).recountGroups(app),
});
