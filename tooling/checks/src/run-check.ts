import type { Check, Finding } from './check.ts';
import { directions } from './directions/check.ts';
import { lint } from './lint.ts';
import { repositoryRoot } from './places.ts';
import { proveCheck } from './proof.ts';
import { types } from './types.ts';

import { unused } from './unused.ts';
import { tree } from './tree/check.ts';
const checks: readonly Check[] = [directions, lint, types, unused, tree];

const [name] = process.argv.slice(2);
const check = checks.find((candidate) => candidate.name === name);
if (!check) throw new Error(`no check is called ${name}`);
const gaps = await proveCheck(check);
const f = await check.inspect(repositoryRoot);
console.log(gaps.join('\n'));
console.log(
  f.findings.map((finding: Finding) => `${finding.file}: ${finding.message} [${finding.rule}]`).join('\n'),
  f.summary,
);
