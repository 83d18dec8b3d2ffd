import type { FileRule } from './rule.ts';

const openTasks = new RegExp(
  String.raw`\b(${['TO', 'FIX', 'XX', 'HA'].map((half, i) => half + ['DO', 'ME', 'X', 'CK'][i]).join('|')})\b`,
);
const machinePath = /(?:^|[\s"'`(=:,])(\/(?:work|root|home\/\w+|Users\/\w+)\/[\w.-]+|[A-Z]:\\Users\\)/;
const registry = /\bregistry\.[\w-]+\.[a-z]+\b|\bnpm\.pkg\.[a-z]+|\b_authToken\b|^\s*(?:@[\w-]+:)?registry\s*=/m;
const secret =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bnpm_[A-Za-z0-9]{36}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bAKIA[0-9A-Z]{16}\b/;

/** Work left open belongs into the tracker. */
export const openTask: FileRule = {
  name: 'open-task',
  complain: ({ path, text }) =>
    path.endsWith('.md') ? [] : matches(text, openTasks, 'do it, or open an issue; the code keeps no list of wishes'),
};

/** A path of one machine works on no other. */
export const machinePaths: FileRule = {
  name: 'machine-path',
  complain: ({ text }) => matches(text, machinePath, 'a path of one machine'),
};

/** Where packages come from is a setting of the machine. */
export const registryHost: FileRule = {
  name: 'registry-host',
  complain: ({ text }) => matches(text, registry, 'which registry is used is a setting of the machine'),
};

/** Keys and tokens never enter the repository. */
export const secrets: FileRule = {
  name: 'secret',
  complain: ({ text }) => matches(text, secret, 'looks like a secret'),
};

/** The lockfile names versions and sums, never places. */
export const lockfileHost: FileRule = {
  name: 'lockfile-host',
  complain: ({ path, text }) =>
    path === 'pnpm-lock.yaml'
      ? matches(text, /https?:\/\/|\btarball:/, 'the lockfile names a place to fetch from')
      : [],
};

function matches(text: string, pattern: RegExp, message: string): string[] {
  return text
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? [`line ${index + 1}: ${message}`] : []))
    .slice(0, 5);
}
