type Leaf = ['Date'] | ['undefined'];

/** What superjson writes beside the JSON of a value. */
export interface WireMeta {
  values?: Record<string, Leaf>;
  referentialEqualities?: Record<string, string[]>;
  v: 1;
}

/** What one walk through a value has found. */
export interface Scanned {
  meta: WireMeta | null;
  hasUndefined: boolean;
}

/** Finds superjson's annotations of a tree of JSON, Date and undefined; null for anything that only superjson itself can write. */
export function scan(root: unknown): Scanned | null {
  if (typeof root !== 'object' || root === null)
    return isPlainPrimitive(root) ? { meta: null, hasUndefined: false } : null;
  if (root instanceof Date) return null;
  const walk = new Scan();
  return walk.container(root, '', false) ? walk.result() : null;
}

function isPlainPrimitive(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  return typeof value === 'string' || typeof value === 'boolean' || value === null;
}

/**
 * NOTE: every method answers false to give the whole value to superjson. Properties that somebody hung on an array are
 * not looked at: JSON has no place for them.
 */
class Scan {
  #values: Record<string, Leaf> | null = null;
  #marks = 0;
  #hasUndefined = false;
  readonly #firstPaths = new Map<object, string>();
  #repeats: Map<object, string[]> | null = null;

  result(): Scanned {
    const equalities = this.#equalities();
    if (!this.#values && !equalities) return { meta: null, hasUndefined: false };
    const values = this.#values ? { values: this.#values } : {};
    const referentialEqualities = equalities ? { referentialEqualities: equalities } : {};
    return { meta: { ...values, ...referentialEqualities, v: 1 }, hasUndefined: this.#hasUndefined };
  }

  /** `again` is true below an object that was walked before: its annotations are written again, its parts are not counted. */
  container(value: object, path: string, again: boolean): boolean {
    if (again) return this.#contents(value, path, true);
    const first = this.#firstPaths.get(value);
    if (first !== undefined) return this.#repeat(value, first, path) && this.#contents(value, path, true);
    this.#firstPaths.set(value, path);
    return this.#contents(value, path, false);
  }

  #contents(value: object, path: string, again: boolean): boolean {
    if (value instanceof Date) return this.#date(value, path);
    if (Array.isArray(value)) return this.#array(value, path, again);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && (prototype !== null || value === Object.prototype)) return false;
    return this.#record(value as Record<string, unknown>, path, again);
  }

  #array(items: readonly unknown[], path: string, again: boolean): boolean {
    const before = this.#marks;
    let leaves = 0;
    for (let index = 0; index < items.length; index++) {
      const item = items[index];
      if (isPlainPrimitive(item)) continue;
      if (item === undefined && !(index in items)) return false;
      if (!this.#child(item, join(path, String(index)), again)) return false;
      if (!isLeaf(item)) continue;
      // NOTE: superjson lists the leaves of an array before what lies deeper in it, as JavaScript orders number-like keys.
      if (this.#marks - before !== ++leaves) return false;
    }
    return true;
  }

  #record(record: Record<string, unknown>, path: string, again: boolean): boolean {
    const before = this.#marks;
    let leaves = 0;
    for (const key in record) {
      if (key === '__proto__' || key === 'constructor' || key === 'prototype' || key === '') return false;
      const value = record[key];
      if (isPlainPrimitive(value)) continue;
      if (!this.#child(value, join(path, escapeKey(key)), again)) return false;
      if (isLeaf(value) && this.#marks - before !== ++leaves && isDigit(key.charCodeAt(0))) return false;
    }
    return true;
  }

  #child(value: unknown, path: string, again: boolean): boolean {
    if (typeof value === 'object' && value !== null) return this.container(value, path, again);
    if (value !== undefined) return false;
    this.#hasUndefined = true;
    return this.#mark(path, ['undefined']);
  }

  #date(date: Date, path: string): boolean {
    return !Number.isNaN(date.getTime()) && this.#mark(path, ['Date']);
  }

  #mark(path: string, leaf: Leaf): true {
    this.#values ??= {};
    this.#values[path] = leaf;
    this.#marks++;
    return true;
  }

  #repeat(value: object, first: string, path: string): boolean {
    const isCircular = first === '' || path.startsWith(`${first}.`);
    if (isCircular) return false;
    this.#repeats ??= new Map();
    const others = this.#repeats.get(value);
    if (others) others.push(path);
    else this.#repeats.set(value, [path]);
    return true;
  }

  #equalities(): Record<string, string[]> | null {
    if (!this.#repeats) return null;
    const equalities: Record<string, string[]> = {};
    for (const [value, first] of this.#firstPaths) {
      const others = this.#repeats.get(value);
      if (!others) continue;
      const [shortest = first, ...rest] = [first, ...others].sort((a, b) => depthOf(a) - depthOf(b));
      equalities[shortest] = rest;
    }
    return equalities;
  }
}

function isLeaf(value: unknown): boolean {
  return value === undefined || value instanceof Date;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function join(parent: string, key: string): string {
  return parent === '' ? key : `${parent}.${key}`;
}

function escapeKey(key: string): string {
  return key.includes('.') || key.includes('\\') ? key.replaceAll('\\', '\\\\').replaceAll('.', '\\.') : key;
}

function depthOf(path: string): number {
  let depth = 1;
  for (let at = 0; at < path.length; at++) {
    if (path[at] === '\\') at++;
    else if (path[at] === '.') depth++;
  }
  return depth;
}
