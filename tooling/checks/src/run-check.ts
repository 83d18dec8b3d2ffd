import type { Check, Finding, Inspection } from './check.ts';
import { repositoryRoot } from './places.ts';
import { proveCheck } from './proof.ts';

/** How one check went; no complaint means that it passed. */
export interface Outcome {
  readonly complaints: readonly string[];
  readonly warnings: readonly string[];
  readonly summary: string;
  readonly seconds: number;
}

const shown = 40;

/** Proves on the fixture that a check can fail, then lets it look at the repository. */
export async function runCheck(check: Check): Promise<Outcome> {
  const started = performance.now();
  const { findings, summary, warnings, gaps } = await inspectBoth(check);
  return {
    complaints: [...gaps, ...findings.map(describeFinding)],
    warnings: warnings ?? [],
    summary,
    seconds: (performance.now() - started) / 1000,
  };
}

async function inspectBoth(check: Check): Promise<Inspection & { readonly gaps: readonly string[] }> {
  try {
    const gaps = await proveCheck(check);
    return { ...(await check.inspect(repositoryRoot)), gaps: gaps.map((gap) => `${gap} [proof]`) };
  } catch (error) {
    return { findings: [], summary: 'gave up', gaps: [error instanceof Error ? error.message : String(error)] };
  }
}

function describeFinding({ rule, file, message }: Finding): string {
  return `${file}: ${message} [${rule}]`;
}

/** A line for a check that passed; for one that failed also what is wrong and what to do. */
export function describeOutcome(check: Check, { complaints, warnings, summary, seconds }: Outcome): string[] {
  const passed = complaints.length === 0;
  const line = `${passed ? '✓' : '✗'} ${check.name.padEnd(11)} ${seconds.toFixed(1).padStart(5)} s  ${summary}`;
  const notes = warnings.map((warning) => `    note: ${warning}`);
  if (passed) return [line, ...notes];
  const rest = complaints.length - shown;
  return [
    line,
    ...complaints.slice(0, shown).map((complaint) => `    ${complaint}`),
    ...(rest > 0 ? [`    … and ${rest} more`] : []),
    ...notes,
    `  → ${check.remedy}`,
  ];
}
