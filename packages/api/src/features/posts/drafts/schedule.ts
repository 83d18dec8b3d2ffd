import type { Transaction } from '../../../kernel/app.ts';
import { invalidInput } from '../../../kernel/errors.ts';
import { publishScheduledJob } from './drafts.jobs.ts';

const yearMs = 366 * 24 * 3600 * 1000;

/** Refuses a time that has passed or is more than a year away. */
export function refuseBadTime(tx: Transaction, scheduledAt: Date): void {
  const inMs = scheduledAt.getTime() - tx.app.clock.now().getTime();
  if (inMs <= 0) throw invalidInput(['scheduledAt'], 'has passed');
  if (inMs > yearMs) throw invalidInput(['scheduledAt'], 'is more than a year away');
}

/** Sees to it that a scheduled post is looked at when its time has come. */
export async function wakeAt(tx: Transaction, draftId: string, scheduledAt: Date): Promise<void> {
  await tx.enqueue(publishScheduledJob, { draftId }, scheduledAt);
}
