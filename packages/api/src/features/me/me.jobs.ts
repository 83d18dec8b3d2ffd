import { z } from 'zod';
import type { JobDefinition } from '../../kernel/app.ts';
import { defineJob, NoData } from '../../kernel/job.ts';

/** Deletes for good what belongs to accounts whose time has come. NOTE: its data name nobody, since jobs are kept. */
export const eraseAccounts: JobDefinition<z.infer<typeof NoData>> = defineJob({
  name: 'me.erase-accounts',
  batch: 1,
  data: NoData,
  schedule: '53 1 * * *',
  handle: async (app) => {
    const next = await (await import('./erase-accounts.handler.ts')).eraseDueAccounts(app);
    if (next) await app.jobs.enqueue(app.sql, { job: eraseAccounts, data: {}, startAfter: next });
  },
});

/** Makes a file of everything that somebody has here, and mails the link to it. */
export const buildExport = defineJob({
  name: 'me.build-export',
  batch: 1,
  data: z.object({ exportId: z.string() }),
  handle: async (app, { exportId }, jobId) =>
    (await import('./build-export.handler.ts')).writeExport(app, exportId, jobId),
});

/** Deletes exports that have expired. */
export const dropExports = defineJob({
  name: 'me.drop-exports',
  data: NoData,
  schedule: '13 * * * *',
  handle: async (app) => (await import('./drop-exports.handler.ts')).dropExpiredExports(app),
});
