import { type DomainError, invalidInput } from './errors.ts';

const maxDepth = 32;
const maxBigintDigits = 40;
const forbiddenSteps = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads what a client sent in superjson's format. Builds Date, undefined and short bigint and nothing else, in place; refuses
 * with `validation_failed`.
 */
export function readWireInput(payload: unknown): unknown {
  if (payload === undefined) return undefined;
  if (!isRecord(payload)) throw refused('Wrap the input as {"json": …}');
  const { json, meta } = payload;
  if (json === undefined && Object.keys(payload).length > 0) throw refused('Wrap the input as {"json": …}');
  refuseDepth(json);
  if (meta === undefined) return json;
  if (!isRecord(meta) || (meta.v !== undefined && meta.v !== 1)) throw refused('Unknown superjson meta');
  refuseDeduplicated(json, meta.referentialEqualities);
  return applyValues(json, meta.values, meta.v === undefined);
}

function applyValues(json: unknown, values: unknown, isLegacy: boolean): unknown {
  if (values === undefined) return json;
  if (Array.isArray(values)) return revive(json, values);
  if (!isRecord(values)) throw refused('Unknown superjson values');
  const root = { json };
  for (const [path, annotation] of Object.entries(values)) {
    const [parent, key] = locate(root, stepsOf(path, isLegacy));
    parent[key] = revive(parent[key], annotation);
  }
  return root.json;
}

function revive(value: unknown, annotation: unknown): unknown {
  if (!Array.isArray(annotation) || annotation.length !== 1) throw refused('Unknown superjson annotation');
  switch (annotation[0]) {
    case 'Date':
      if (typeof value === 'string') return new Date(value);
      break;
    case 'undefined':
      if (value === null) return undefined;
      break;
    case 'bigint':
      if (typeof value === 'string' && isShortInteger(value)) return BigInt(value);
  }
  throw refused('Only Date, undefined and short bigint are understood beside JSON');
}

function isShortInteger(text: string): boolean {
  return text.length <= maxBigintDigits && /^-?\d+$/.test(text);
}

/** NOTE: own properties only, so that no path leads to a prototype. */
function locate(root: { json: unknown }, steps: readonly string[]): [Record<string, unknown>, string] {
  let parent: Record<string, unknown> = root;
  let key = 'json';
  for (const step of steps) {
    const next = parent[key];
    if (!isContainer(next) || forbiddenSteps.has(step) || !Object.hasOwn(next, step))
      throw refused('A superjson path leads nowhere');
    if (Array.isArray(next) && step === 'length') throw refused('A superjson path leads nowhere');
    parent = next;
    key = step;
  }
  return [parent, key];
}

function stepsOf(path: string, isLegacy: boolean): string[] {
  if (!path.includes('\\')) return path.split('.');
  if (isLegacy) throw refused('Send superjson meta of version 1');
  const steps = [''];
  for (let at = 0; at < path.length; at++) {
    const sign = path[at] ?? '';
    if (sign === '.') steps.push('');
    else steps[steps.length - 1] += sign === '\\' ? (path[++at] ?? '') : sign;
  }
  return steps;
}

/** Sharing is of no interest here, but its places must hold copies: a client that leaves them out would lose data unnoticed. */
function refuseDeduplicated(json: unknown, equalities: unknown): void {
  if (equalities === undefined) return;
  if (!isRecord(equalities)) throw refused('The input refers to itself');
  for (const [path, copies] of Object.entries(equalities)) {
    if (!Array.isArray(copies)) throw refused('Unknown superjson equalities');
    for (const place of [path, ...copies]) {
      if (typeof place !== 'string') throw refused('Unknown superjson equalities');
      const [parent, key] = locate({ json }, stepsOf(place, false));
      if (parent[key] === null) throw refused('The input leaves out what is equal');
    }
  }
}

/** Refuses JSON that is nested deeper than any input, before anything walks through it. */
export function refuseDepth(value: unknown, left: number = maxDepth): void {
  if (typeof value !== 'object' || value === null) return;
  if (left === 0) throw refused(`The input is nested deeper than ${maxDepth} levels`);
  for (const part of Array.isArray(value) ? value : Object.values(value)) refuseDepth(part, left - 1);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}

function refused(message: string): DomainError {
  return invalidInput([], message);
}
