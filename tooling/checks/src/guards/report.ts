import type { Finding } from '../check.ts';

/** The parts of vitest's JSON report that are read here. */
export interface VitestReport {
  readonly numTotalTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

/** What a run is called when it fails and when it found nothing to run. */
export interface RunRules {
  readonly failed: string;
  readonly none: string;
  readonly where: string;
}

/** A run that finds no test proves nothing, so it fails like one that finds a broken promise. */
export function judgeReport(report: VitestReport, rules: RunRules, pathOf: (name: string) => string): Finding[] {
  if (report.numTotalTests === 0 && report.testResults.length === 0) {
    return [{ rule: rules.none, file: rules.where, message: 'vitest found no such test' }];
  }
  return report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((result) => result.status === 'failed');
    const messages = failed.map(
      ({ fullName, failureMessages }) => `${fullName}: ${(failureMessages ?? []).map(withoutStack).join(' ')}`,
    );
    const crashed = status === 'failed' && failed.length === 0 ? [message || 'did not run'] : [];
    return [...messages, ...crashed].map((text) => ({ rule: rules.failed, file: pathOf(name), message: text.trim() }));
  });
}

/** What failed, without where in the runner. */
function withoutStack(message: string): string {
  return message.replace(/^AssertionError: /, '').replace(/\n +at .*$/gm, '');
}
