import { z } from 'zod';
import { defineJob, NoData } from '../../../kernel/job.ts';

/** Publishes one scheduled post; enqueued for its time whenever that is set. */
export const publishScheduledJob = defineJob({
  name: 'posts.publish-scheduled',
  data: z.object({ draftId: z.string() }),
  handle: async (app, { draftId }) => (await import('./publish-scheduled.ts')).publishScheduled(app, draftId),
});

/** Publishes the scheduled posts that are overdue. */
export const publishOverdueJob = defineJob({
  name: 'posts.publish-overdue',
  data: NoData,
  schedule: '* * * * *',
  handle: async (app) => (await import('./publish-scheduled.ts')).publishOverdue(app),
});
