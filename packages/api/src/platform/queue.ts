import { type Job, type JobResult, PgBoss } from 'pg-boss';
import type { App, JobQueue, RunnableJob } from '../kernel/app.ts';
import type { Bus, Logger } from '../kernel/ports.ts';
import { EnduringClient } from './enduring-client.ts';

const retryPolicy = {
  retryLimit: 10,
  retryDelay: 1,
  retryBackoff: true,
  expireInSeconds: 300,
  heartbeatSeconds: 10,
  retentionSeconds: 90 * 24 * 3600,
  deadLetter: 'dead-letters',
};

const forgetJobs = `delete from pgboss.job where state <> 'active'
  and exists (select from unnest($1::text[]) word where position(to_jsonb(word)::text in data::text) > 0)`;

const channelOf = (jobName: string) => `job:${jobName}`;

/** The queue: enqueues in transactions of others, and works when asked to. */
export interface Queue extends JobQueue, AsyncDisposable {
  /** Takes jobs until the queue is disposed. */
  work(app: App, jobs: readonly RunnableJob[]): Promise<void>;
  /** Runs everything that waits, jobs that these enqueue included, and returns how many ran. Throws what a job throws. */
  drain(app: App, jobs: readonly RunnableJob[]): Promise<number>;
  /** Whether the queue's tables answer. */
  isReachable(): Promise<boolean>;
}

/** What a queue is opened with. */
export interface QueueOptions {
  url: string;
  bus: Bus;
  log: Logger;
  jobs: readonly RunnableJob[];
}

/** Opens the queue; installs its tables, and a queue for each job, where they are missing. */
export async function openQueue({ url, bus, log, jobs }: QueueOptions): Promise<Queue> {
  const pool = { connectionString: url, max: 4, Client: EnduringClient };
  const boss = new PgBoss({ ...pool, superviseIntervalSeconds: 5, monitorIntervalSeconds: 5 });
  // NOTE: an unheard 'error' would end the process; what it tells of is tried again.
  boss.on('error', (error) => log.warn({ err: error }, 'the queue had trouble'));
  await boss.start();
  await declareQueues(boss, jobs);
  return {
    enqueue: async (sql, { job, data, startAfter }) => {
      const db = { executeSql: async (text: string, values?: unknown[]) => ({ rows: await sql.raw(text, values) }) };
      await boss.send(job.name, data, { db, ...(startAfter ? { startAfter } : {}) });
      bus.publish(channelOf(job.name));
    },
    forget: async (sql, words) => void (await sql.raw(forgetJobs, [words])),
    work: async (app, list) => {
      for (const job of list) await startWorker({ boss, bus }, app, job);
    },
    drain: (app, list) => drain(boss, app, list),
    isReachable: () => boss.isInstalled(),
    [Symbol.asyncDispose]: () => boss.stop({ graceful: true, timeout: 10_000 }),
  };
}

async function declareQueues(boss: PgBoss, jobs: readonly RunnableJob[]): Promise<void> {
  const { deadLetter, ...policy } = retryPolicy;
  await boss.createQueue(deadLetter, { retentionSeconds: policy.retentionSeconds });
  for (const job of jobs) {
    await boss.createQueue(job.name, retryPolicy);
    await boss.updateQueue(job.name, retryPolicy);
    if (job.schedule) await boss.schedule(job.name, job.schedule, {}, { tz: 'UTC', missed: 'once' });
  }
}

async function startWorker({ boss, bus }: { boss: PgBoss; bus: Bus }, app: App, job: RunnableJob): Promise<void> {
  const options = {
    batchSize: job.batch,
    burstWhenBatchFull: true,
    pollingIntervalSeconds: 2,
    perJobResults: true,
  } as const;
  const workerId = await boss.work(job.name, options, (batch: Job<unknown>[]) =>
    Promise.all(batch.map((one) => attempt(app, job, one))),
  );
  // NOTE: the hint may come before the commit; the next poll finds what it missed.
  bus.subscribe(channelOf(job.name), () => setTimeout(() => boss.notifyWorker(workerId), 20).unref());
}

async function attempt(app: App, job: RunnableJob, { id, data }: Job<unknown>): Promise<JobResult> {
  try {
    await job.run(app, data, id);
    return { id, status: 'completed' };
  } catch (error) {
    app.log.error({ err: error, job: job.name, jobId: id }, 'job failed');
    return { id, status: 'failed', output: { message: error instanceof Error ? error.message : String(error) } };
  }
}

async function drain(boss: PgBoss, app: App, jobs: readonly RunnableJob[]): Promise<number> {
  let total = 0;
  for (let ran = -1; ran !== total; ) {
    ran = total;
    for (const job of jobs) total += await drainOne(boss, app, job);
  }
  return total;
}

async function drainOne(boss: PgBoss, app: App, job: RunnableJob): Promise<number> {
  const batch = await boss.fetch<unknown>(job.name, { batchSize: 100 });
  for (const { id, data } of batch) {
    await job.run(app, data, id);
    await boss.complete(job.name, id);
  }
  return batch.length;
}
