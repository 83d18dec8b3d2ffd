import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Check, Finding, Inspection } from '../check.ts';
import { runScript, toolPath } from '../tool.ts';
import { judgeReport, type RunRules, type VitestReport } from './report.ts';

const guardRules: RunRules = { failed: 'guard-failed', none: 'no-guards', where: 'packages/api' };
const typeRules: RunRules = { failed: 'type-test-failed', none: 'no-type-tests', where: 'packages' };

/** Promises about the whole api that only running code can judge, and tests of types. None needs a database. */
export const guards: Check = {
  name: 'guards',
  remedy: 'Each message says what was forgotten; ARCHITECTURE.md lists what belongs to a procedure.',
  rules: [guardRules.failed, typeRules.failed],
  borrows: ['tooling/vitest/vitest.config.ts'],
  inspect: async (root: string): Promise<Inspection> => {
    const [guard, type] = await Promise.all([
      runVitest(root, ['--project', 'unit', '.guard.test.']),
      runVitest(root, ['--project', 'types']),
    ]);
    const findings = [...toFindings(root, guard, guardRules), ...toFindings(root, type, typeRules)];
    return { findings, summary: `${guard.numTotalTests} guards, ${type.numTotalTests} type tests` };
  },
};

async function runVitest(root: string, args: readonly string[]): Promise<VitestReport> {
  const folder = mkdtempSync(join(tmpdir(), 'rookery-guards-'));
  const report = join(folder, 'report.json');
  const fixed = [
    'run',
    '--config',
    'tooling/vitest/vitest.config.ts',
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
  ];
  try {
    const wanted = [...fixed, `--outputFile.json=${report}`, ...args];
    const { code, output } = await runScript(toolPath('vitest', 'vitest.mjs'), wanted, root);
    const result = readReport(report, output);
    const isPassed = result.numFailedTests === 0 && result.testResults.every(({ status }) => status === 'passed');
    // NOTE: errors of types outside of the tests are found, and told better, by the check of types.
    if (code !== 0 && isPassed && !output.includes('Unhandled Source Error')) {
      throw new Error(`vitest failed without naming a test:\n${output}`);
    }
    return result;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The shape is that of vitest's own JSON reporter, in the version pinned by the catalog. */
function readReport(path: string, output: string): VitestReport {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(`vitest gave up:\n${output}`, { cause });
  }
}

function toFindings(root: string, report: VitestReport, rules: RunRules): Finding[] {
  return judgeReport(report, rules, (name) => relative(root, name));
}
