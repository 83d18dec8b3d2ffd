import { defineJob, NoData } from '../../kernel/job.ts';

/** Removes files that nothing has shown for a day, and what uploads and deletions left unfinished on the disk. */
export const removeOrphans = defineJob({
  name: 'media.remove-orphans',
  data: NoData,
  schedule: '23 * * * *',
  handle: async (app) => (await import('./remove-orphans.handler.ts')).removeOrphanFiles(app),
});
