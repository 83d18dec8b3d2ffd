import { fanOut, trimJob } from './features/feeds/index.ts';
import { recount } from './features/graph/index.ts';
import type { RunnableJob } from './kernel/app.ts';
import { runnable } from './kernel/job.ts';

/** Every job of every slice. */
export const jobs: readonly RunnableJob[] = [runnable(fanOut), runnable(trimJob), runnable(recount)];
