import { z } from 'zod';
import { defineJob } from '../../kernel/job.ts';

const Letter = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
  about: z.array(z.string()).readonly().optional(),
});

/** Sends a letter, at least once. NOTE: jobs stay readable in the database, so a letter with a secret is not sent by this one. */
export const sendMail = defineJob({
  name: 'mail.send',
  data: Letter,
  handle: (app, letter, jobId) => app.mailer.send(letter, jobId),
});
