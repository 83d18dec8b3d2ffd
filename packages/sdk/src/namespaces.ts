import type { Call, CallOptions, Procedure } from './call.ts';
import type { RookeryApi } from './generated/api.ts';
import { manifest } from './generated/manifest.ts';
import { walk } from './list.ts';

/**
 * Makes the functions of every namespace. The manifest names each procedure with marks behind it: `!` changes something,
 * `*` creates something, `+` is a list, `-` takes no input, `^` signs in, `$` signs out.
 */
export function createNamespaces(call: Call): RookeryApi {
  const api: Record<string, Record<string, unknown>> = {};
  for (const [namespace, names] of Object.entries(manifest)) {
    const functions: Record<string, unknown> = {};
    for (const entry of names.split(' ')) {
      const name = entry.replace(/\W+$/, '');
      functions[name] = createFunction(`${namespace}.${name}`, entry.slice(name.length), call);
    }
    api[namespace] = functions;
  }
  return asApi(api);
}

function createFunction(path: string, marks: string, call: Call): unknown {
  const has = (mark: string): boolean => marks.includes(mark);
  const procedure: Procedure = {
    path,
    mutation: has('!') || has('*'),
    keyed: has('*'),
    signsIn: has('^'),
    signsOut: has('$'),
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
function asApi(api: Record<string, unknown>): RookeryApi {
  return api as unknown as RookeryApi;
}
