import type { ApiDocument } from './api-document.ts';
import type { FuzzReport } from './fuzz.ts';

/** A report for people. */
export function told(report: FuzzReport, { seed, document }: { seed: number; document: ApiDocument }): string {
  const { sent, outcomes, succeeded, failures, overloads, slowest, grownMb } = report;
  const never = document.operations.filter(({ id }) => !succeeded.has(id)).map(({ id }) => id);
  const counts = Object.entries(outcomes)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([what, count]) => `${what}: ${count}`)
    .join(', ');
  return [
    `seed ${seed}: ${sent} requests, answers ${counts}`,
    `too busy ${overloads} times; grown by ${grownMb} MB; slowest ${slowest.ms.toFixed(0)} ms: ${slowest.curl.slice(0, 600)}`,
    `${succeeded.size} of ${document.operations.length} operations succeeded at least once; never: ${never.join(' ') || 'none'}`,
    ...failures.map((failure) => `WRONG ${failure}`),
  ].join('\n');
}
