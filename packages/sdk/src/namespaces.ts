import type { Call, CallOptions, Procedure } from './call.ts';
import type { RookeryApi } from './generated/api.ts';
import { manifest } from './generated/manifest.ts';
import { walk } from './list.ts';
import type { Subscribe } from './live/subscriptions.ts';

interface Branch {
  [name: string]: unknown;
}

/**
 * Makes the functions of every namespace, which may stand inside another. The manifest names each procedure with marks behind it: `!` changes something,
 * `*` creates something, `+` is a list, `-` takes no input, `^` signs in, `$` signs out,
 * `%` takes a file, `~` streams.
 */
export function createNamespaces(call: Call, subscribe: Subscribe): RookeryApi {
  const api: Branch = {};
  for (const [namespace, names] of Object.entries(manifest)) {
    const functions = branchOf(api, namespace);
    for (const entry of names.split(' ')) {
      const name = entry.replace(/\W+$/, '');
      functions[name] = createFunction(`${namespace}.${name}`, entry.slice(name.length), { call, subscribe });
    }
  }
  return asApi(api);
}

/** NOTE: what stands in a branch under the name of a namespace is a branch, since the router has no procedure of that name. */
function branchOf(api: Branch, namespace: string): Branch {
  let branch = api;
  for (const part of namespace.split('.')) {
    branch[part] ??= {};
    branch = branch[part] as Branch;
  }
  return branch;
}

interface Ways {
  call: Call;
  subscribe: Subscribe;
}

function createFunction(path: string, marks: string, { call, subscribe }: Ways): unknown {
  const has = (mark: string): boolean => marks.includes(mark);
  if (has('~')) return (input: unknown, handler: (event: unknown) => unknown) => subscribe(path, input, handler);
  const procedure: Procedure = {
    path,
    mutation: has('!') || has('*'),
    keyed: has('*'),
    signsIn: has('^'),
    signsOut: has('$'),
    form: has('%'),
  };
  if (has('-')) return (options?: CallOptions) => call(procedure, undefined, options);
  // NOTE: an input of which every field may be left out is an object all the same.
  const one = (input: object = {}, options?: CallOptions): Promise<unknown> => call(procedure, input, options);
  if (!has('+')) return one;
  return Object.assign(one, {
    all: (input?: object, options?: CallOptions) => walk((page) => one(page, options), input),
  });
}

/** NOTE: manifest and interfaces are generated from the same router in one go. */
function asApi(api: Branch): RookeryApi {
  return api as unknown as RookeryApi;
}
