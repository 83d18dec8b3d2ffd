import type { LocalChange } from './change.ts';
import { canonical, type SecurityRequirement } from './document.ts';
import { describeValueChange } from './keywords.ts';
import type { LocatedOperation } from './operations.ts';

/** Who may call an operation, with which scope, and how often. */
export function compareAccess(before: LocatedOperation, after: LocatedOperation): LocalChange[] {
  return [...compareSecurity(before, after), ...compareScope(before['x-scope'], after['x-scope'])];
}

function compareSecurity(before: LocatedOperation, after: LocatedOperation): LocalChange[] {
  const [old, now] = [waysIn(before), waysIn(after)];
  return [
    ...old
      .filter((way) => !now.some((other) => isWithin(other, way)))
      .map((way) =>
        tell('break', `${describeWay(way)} suffices no more, ${now.map(describeWay).join(' or ')} is needed`),
      ),
    ...now
      .filter((way) => !old.some((other) => isWithin(other, way)))
      .map((way) => tell('addition', `${describeWay(way)} suffices now`)),
  ];
}

/** No requirement at all is the one that anybody meets. */
function waysIn({ security = [] }: LocatedOperation): readonly SecurityRequirement[] {
  return security.length === 0 ? [{}] : security;
}

/** Whether who can go by `way` can also go by `other`. */
function isWithin(other: SecurityRequirement, way: SecurityRequirement): boolean {
  return Object.entries(other).every(([scheme, scopes]) => {
    const held = way[scheme];
    return held !== undefined && scopes.every((scope) => held.includes(scope));
  });
}

function describeWay(way: SecurityRequirement): string {
  const parts = Object.entries(way).map(([scheme, scopes]) => [scheme, ...scopes].join(' '));
  return parts.length === 0 ? 'no login' : parts.join(' with ');
}

/** NOTE: a token has the scopes that it was made with, so another scope shuts it out. */
function compareScope(before: unknown, after: unknown): LocalChange[] {
  if (canonical(before) === canonical(after)) return [];
  return [tell(after === undefined ? 'addition' : 'break', describeValueChange('scope', before, after))];
}

function tell(severity: LocalChange['severity'], message: string): LocalChange {
  return { severity, place: 'access', message };
}
