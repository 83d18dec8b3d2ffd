import { setTimeout } from 'node:timers/promises';
import type { App, Transaction } from './app.ts';
import type { CallInfo } from './context.ts';
import type { Bound, OpenTransaction } from './database.ts';
import { answerToKeep, claimKey, type IdempotencyClaim, replayAnswer } from './idempotency.ts';
import type { WrittenRow } from './journal.ts';
import { isRetryable } from './pg-error.ts';
import { statement } from './sql.ts';

/** Who changes something: a call, or a job, which has neither a caller nor a key. */
interface Actor {
  app: App;
  call?: CallInfo;
  viewer?: { id: string } | null;
  setHeader?: (name: string, value: string) => void;
}

const insertOne = statement('journal.insert-one', 'insert into journal (topic, type, ref) values ($1, $2, $3)');

const insertMany = statement(
  'journal.insert',
  `insert into journal (topic, type, ref)
   select topic, type, ref::jsonb from unnest($1::text[], $2::text[], $3::text[]) with ordinality as row(topic, type, ref, n) order by n`,
);

const attempts = 4;
const longestPauseMs = 40;

/**
 * Runs a change in one transaction and returns its answer once it is durable. With an idempotency key, the answer is
 * stored in the same transaction, and the same call again gets it without doing anything.
 */
export async function transact<Answer>(ctx: Actor, change: (tx: Transaction) => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnce(ctx, change);
    } catch (error) {
      if (attempt === attempts || !isRetryable(error)) throw error;
      await setTimeout(Math.random() * longestPauseMs * attempt);
    }
  }
}

async function runOnce<Answer>(ctx: Actor, change: (tx: Transaction) => Promise<Answer>): Promise<Answer> {
  const { app } = ctx;
  const key = claimOf(ctx);
  const records: WrittenRow[] = [];
  const deferred: Bound[] = [];
  const open = await app.database.begin();
  let answer: Answer;
  try {
    if (key && !(await claimKey(open.sql, key))) return await replay<Answer>(open, { key, setHeader: ctx.setHeader });
    answer = await change(transactionOn(app, open, { records, deferred }));
    const last = [...deferred, ...journalOf(records)];
    await open.commit(key ? [...last, answerToKeep(key, answer)] : last);
  } catch (error) {
    await open.rollback();
    throw error;
  }
  if (records.length > 0) app.journal.written(records);
  return answer;
}

async function replay<Answer>(
  open: OpenTransaction,
  { key, setHeader }: { key: IdempotencyClaim; setHeader: Actor['setHeader'] },
): Promise<Answer> {
  const answer = await replayAnswer<Answer>(open.sql, key);
  await open.rollback();
  setHeader?.('idempotency-replayed', 'true');
  return answer;
}

function claimOf({ call, viewer }: Actor): IdempotencyClaim | null {
  if (!call?.idempotency) return null;
  return { ...call.idempotency, path: call.path, actor: viewer?.id ?? 'anonymous' };
}

function journalOf(records: WrittenRow[]): Bound[] {
  const rows = records.map(({ topic, type, ref }) => [topic, type, JSON.stringify(ref)] as const);
  const [first] = rows;
  if (!first) return [];
  if (rows.length === 1) return [[insertOne, first]];
  return [[insertMany, [rows.map((row) => row[0]), rows.map((row) => row[1]), rows.map((row) => row[2])]]];
}

function transactionOn(
  app: App,
  open: OpenTransaction,
  { records, deferred }: { records: WrittenRow[]; deferred: Bound[] },
): Transaction {
  const tx: Transaction = {
    app,
    get em() {
      return open.em();
    },
    sql: open.sql,
    links: app.links,
    emit: async (event, payload) => {
      for (const reaction of app.reactions.get(event.name) ?? []) await reaction.run(tx, payload);
    },
    enqueue: (job, data, startAfter) => app.jobs.enqueue(open.sql, { job, data, startAfter }),
    defer: (statement, values) => void deferred.push([statement, values]),
    record: (topic, type, ref) => void records.push({ topic, type, ref }),
  };
  return tx;
}
