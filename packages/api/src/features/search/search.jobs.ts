import { defineJob, NoData } from '../../kernel/job.ts';

/** Indexes posts that came into the database otherwise than by being published here. */
export const indexMissing = defineJob({
  name: 'search.index-missing',
  data: NoData,
  schedule: '23 * * * *',
  handle: async (app) => void (await (await import('./index-missing.handler.ts')).indexMissingPosts(app)),
});
