import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check, Finding } from './check.ts';
import { listFiles } from './files.ts';
import { openFixture } from './fixture.ts';

/**
 * Runs a check on a tree that breaks every rule on purpose. A file says which rules it breaks by a line `breaks: a, b`.
 * Each rule must be broken somewhere, every announced breach must be reported, and nothing else may be.
 */
export async function proveCheck(check: Check): Promise<string[]> {
  using fixture = openFixture(check.name, check.borrows ?? []);
  const { findings } = await check.inspect(fixture.root);
  return compareWithMarks(check.rules, marksOf(fixture.root), findings);
}

/** What a fixture announces and what was found, set against each other. */
export function compareWithMarks(
  rules: readonly string[],
  marks: ReadonlySet<string>,
  findings: readonly Finding[],
): string[] {
  const found = new Set(findings.map((finding) => `${finding.file}: ${finding.rule}`));
  const named = new Set([...marks].map((mark) => mark.slice(mark.indexOf(': ') + 2)));
  return [
    ...rules.filter((rule) => !named.has(rule)).map((rule) => `the fixture never breaks the rule ${rule}`),
    ...[...named].filter((rule) => !rules.includes(rule)).map((rule) => `the fixture breaks an unknown rule ${rule}`),
    ...[...marks].filter((mark) => !found.has(mark)).map((mark) => `the fixture passes although it breaks ${mark}`),
    ...[...found].filter((mark) => !marks.has(mark)).map((mark) => `the fixture is blamed for what it obeys: ${mark}`),
  ];
}

function marksOf(root: string): Set<string> {
  const marks = new Set<string>();
  for (const file of listFiles(root)) {
    for (const [, rules = ''] of readFileSync(join(root, file), 'utf8').matchAll(/breaks: ([\w/-]+(?:, [\w/-]+)*)/g)) {
      for (const rule of rules.split(', ')) marks.add(`${file}: ${rule}`);
    }
  }
  return marks;
}
