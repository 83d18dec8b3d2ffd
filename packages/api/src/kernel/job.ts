import { z } from 'zod';
import type { App, JobDefinition, RunnableJob } from './app.ts';

/** Defines a job; a heavy handler is imported lazily by the one given here. */
export function defineJob<Data extends object>(job: {
  name: string;
  data: z.ZodType<Data>;
  handle: (app: App, data: Data, jobId: string) => Promise<void>;
  schedule?: string;
  batch?: number;
}): JobDefinition<Data> {
  return { batch: 20, ...job };
}

/** A job as the list of jobs holds it. */
export function runnable<Data extends object>(job: JobDefinition<Data>): RunnableJob {
  return {
    name: job.name,
    schedule: job.schedule,
    batch: job.batch,
    run: async (app, data, jobId) => job.handle(app, job.data.parse(data ?? {}), jobId),
  };
}

/** The data of a job that needs none. */
export const NoData = z.object({});
