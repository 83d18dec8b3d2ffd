import { sendMail } from './features/accounts/index.ts';
import { cleanUpAuth, mailToken } from './features/auth/index.ts';
import { fanOut, trimJob } from './features/feeds/index.ts';
import { recount } from './features/graph/index.ts';
import { removeOrphans } from './features/media/index.ts';
import { tellVoters } from './features/notifications/index.ts';
import { recountJob } from './features/posts/index.ts';
import { keepHouse } from './features/system/index.ts';
import type { RunnableJob } from './kernel/app.ts';
import { runnable } from './kernel/job.ts';

/** Every job of every slice. */
export const jobs: readonly RunnableJob[] = [
  runnable(sendMail),
  runnable(mailToken),
  runnable(cleanUpAuth),
  runnable(fanOut),
  runnable(trimJob),
  runnable(recount),
  runnable(recountJob),
  runnable(tellVoters),
  runnable(removeOrphans),
  runnable(keepHouse),
];
