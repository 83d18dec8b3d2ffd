import type { RunnableJob } from './kernel/app.ts';

/** Every job of every slice. */
export const jobs: readonly RunnableJob[] = [];
