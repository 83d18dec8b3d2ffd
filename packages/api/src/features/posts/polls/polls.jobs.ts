import { z } from 'zod';
import { defineJob, NoData } from '../../../kernel/job.ts';

/** Ends one poll; enqueued for its end when it is published. */
export const closePollJob = defineJob({
  name: 'posts.close-poll',
  data: z.object({ postId: z.string() }),
  handle: async (app, { postId }) => (await import('./close-poll.ts')).closePoll(app, postId),
});

/** Ends the polls that are overdue. */
export const closeOverduePollsJob = defineJob({
  name: 'posts.close-overdue-polls',
  data: NoData,
  schedule: '*/5 * * * *',
  handle: async (app) => (await import('./close-poll.ts')).closeOverduePolls(app),
});
