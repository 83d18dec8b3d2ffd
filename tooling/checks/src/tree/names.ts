import { isMigration } from '../files.ts';
import type { FileRule } from './rule.ts';

const topLevel = new Set([
  'packages',
  'apps',
  'tooling',
  'docker-compose.yml',
  'pnpm-workspace.yaml',
  'pnpm-lock.yaml',
  'package.json',
  'tsconfig.base.json',
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'LICENSE',
]);

/** The top of the tree is fixed; new things belong into packages, apps or tooling. */
export const topLevelEntry: FileRule = {
  name: 'top-level-entry',
  complain: ({ path }) => {
    const [top = ''] = path.split('/');
    return topLevel.has(top) || top.startsWith('.') ? [] : [`${top} does not belong at the top`];
  },
};

const vague = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'lib', 'libs', 'shared', 'misc']);
const vagueEndings = /(^|[-.])(manager|service|helper|helpers|util|utils|impl|dto)$/;

/** A thing is called what it does. */
export const vagueName: FileRule = {
  name: 'vague-name',
  complain: ({ path }) =>
    namesOf(path)
      .filter((name) => vague.has(name) || vagueEndings.test(name))
      .map((name) => `"${name}" says nothing: name it after what it does`),
};

/** Folders and sources are kebab-case, dots between roles. */
export const kebabCase: FileRule = {
  name: 'kebab-case',
  complain: ({ path }) =>
    isMigration(path) || !/^(packages|apps|tooling)\//.test(path) || /(^|\/)[A-Z]+(\.md)?$/.test(path)
      ? []
      : namesOf(path)
          .filter((name) => !/^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/.test(name))
          .map((name) => `"${name}" is not kebab-case`),
};

const declaration =
  /^\s*(?:export )?(?:declare )?(?:abstract )?(class|interface|type|(?:async )?function|const) (\w+)/gm;
const vagueSuffix = /[a-z](Manager|Service|Helper|Impl|Dto)$/;
const hungarian = /^[IT](?!Pv)[A-Z][a-z]/;

/** A type is called what it is. */
export const vagueDeclarationName: FileRule = {
  name: 'vague-declaration',
  complain: ({ text }) =>
    [...text.matchAll(declaration)]
      .filter(
        ([, kind = '', name = '']) =>
          vagueSuffix.test(name) || (/^(class|interface|type)$/.test(kind) && hungarian.test(name)),
      )
      .map(([, , name = '']) => name)
      .map((name) => `${name}: no I, T, Dto, Impl, Manager, Service or Helper in a name`),
};

function namesOf(path: string): string[] {
  const parts = path.split('/');
  return parts
    .map((part, depth) => (depth === parts.length - 1 ? part.replace(/\.[a-z0-9]+$/, '') : part))
    .filter(Boolean);
}
