import { z } from 'zod';
import { defineJob } from '../../kernel/job.ts';

/** Deletes what was written in a group that was deleted, and then the group. */
export const clearGroupJob = defineJob({
  name: 'posts.clear-group',
  batch: 2,
  data: z.object({ groupId: z.string() }),
  handle: async (app, { groupId }) => (await import('./clear-group.handler.ts')).clearDeletedGroup(app, groupId),
});
