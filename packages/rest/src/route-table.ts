import { type Declaration, type DeclaredProcedure, listProcedures } from '@rookery/api';
import { z } from 'zod';

/** One REST route: how a procedure is reached by method and path below /api/v1. */
export interface Route {
  procedure: string;
  type: 'query' | 'mutation' | 'subscription';
  method: string;
  path: string;
  /** Names of the path's parameters, which are fields of the input. */
  parameters: readonly string[];
  input: z.ZodType;
  output: z.ZodType;
  declaration: Declaration;
}

/** A tRPC router, as far as its routes are concerned. */
export interface RouterLike {
  _def: { procedures: object };
}

/** The REST routes of all procedures, in their order. Throws when one of them could not be served, and names each. */
export function routeTable(router: RouterLike): Route[] {
  const problems: string[] = [];
  const routes = listProcedures(router).flatMap((procedure) => routesOf(procedure, problems));
  problems.push(...twins(routes), ...routes.flatMap(strayParameters));
  if (problems.length > 0) throw new Error(`these procedures have no sound REST route:\n${problems.join('\n')}`);
  return routes;
}

function routesOf({ path: procedure, type, meta, inputs, output }: DeclaredProcedure, problems: string[]): Route[] {
  if (!meta) {
    problems.push(`${procedure} declares nothing: make it with open, anyone, signedIn, moderator or admin`);
    return [];
  }
  if (typeof meta.rest === 'object') return [];
  const [input, ...more] = inputs;
  if (!input || more.length > 0) problems.push(`${procedure} takes ${inputs.length} inputs: give it one .input(…)`);
  if (!output) problems.push(`${procedure} answers nothing known: give it an .output(…)`);
  if (!input || !output) return [];
  const texts = meta.restToo === undefined ? [meta.rest] : [meta.rest, meta.restToo];
  return texts.map((text) => {
    const [method = '', path = ''] = text.split(' ', 2);
    return { procedure, type, method, path, parameters: parametersOf(path), input, output, declaration: meta };
  });
}

function parametersOf(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

/** Routes that a request could not tell apart. */
function twins(routes: readonly Route[]): string[] {
  const groups = Map.groupBy(routes, ({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`);
  return [...groups]
    .filter(([, group]) => group.length > 1)
    .map(([shape, group]) => `${group.map(({ procedure }) => procedure).join(' and ')} share ${shape}`);
}

function strayParameters({ procedure, parameters, input }: Route): string[] {
  const fields = fieldsOf(input);
  return parameters
    .filter((name) => !fields.has(name))
    .map((name) => `${procedure} has {${name}} in its path but not in its input`);
}

/** Names of all fields that an input may have. */
function fieldsOf(schema: unknown): Set<string> {
  if (schema instanceof z.ZodOptional) return fieldsOf(schema.unwrap());
  if (schema instanceof z.ZodUnion) return new Set(schema.options.flatMap((option) => [...fieldsOf(option)]));
  return new Set(schema instanceof z.ZodObject ? Object.keys(schema.shape) : []);
}
