import { type Declaration, type DeclaredProcedure, listProcedures } from '@rookery/api';
import { z } from 'zod';
import { fieldSchemas } from './schemas.ts';

/** One REST route: how a procedure is reached by method and path below /api/v1. */
export interface Route {
  procedure: string;
  type: 'query' | 'mutation' | 'subscription';
  method: string;
  path: string;
  /** Names of the path's parameters, which are fields of the input. */
  parameters: readonly string[];
  input: z.ZodType;
  /** Null for a subscription, which streams events. */
  output: z.ZodType | null;
  declaration: Declaration;
}

/** A tRPC router, as far as its routes are concerned. */
export interface RouterLike {
  _def: { procedures: object };
}

/**
 * The REST routes of all procedures, in their order. Several procedures may share a method and a path when their bodies tell
 * them apart. Throws when a route could not be served, and names each.
 */
export function routeTable(router: RouterLike): Route[] {
  const problems: string[] = [];
  const routes = listProcedures(router).flatMap((procedure) => routesOf(procedure, problems));
  const shapes = new Set(routes.map(({ path }) => shapeOf(path)));
  problems.push(
    ...twins(routes),
    ...routes.flatMap(strayParameters),
    ...routes.flatMap((it) => lostThings(it, shapes)),
  );
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
  const isStream = type === 'subscription';
  if (!output && !isStream) problems.push(`${procedure} answers nothing known: give it an .output(…)`);
  if (!input || !(output || isStream)) return [];
  const texts = meta.restToo === undefined ? [meta.rest] : [meta.rest, meta.restToo];
  return texts.map((text) => {
    const [method = '', path = ''] = text.split(' ', 2);
    const parameters = parametersOf(path);
    return { procedure, type, method, path, parameters, input, output: output ?? null, declaration: meta };
  });
}

function parametersOf(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

/** Routes that a request could not tell apart. */
function twins(routes: readonly Route[]): string[] {
  const groups = Map.groupBy(routes, ({ method, path }) => `${method} ${shapeOf(path)}`);
  return [...groups]
    .filter(([, group]) => !areToldApart(group))
    .map(([shape, group]) => `${group.map(({ procedure }) => procedure).join(' and ')} share ${shape}`);
}

function areToldApart(group: readonly Route[]): boolean {
  if (new Set(group.map(({ path }) => path)).size > 1) return false;
  return group.every((route) => {
    const others = group.filter((it) => it !== route).map(({ input }) => fieldsOf(input));
    return others.every((fields) => requiredFields(route).some((name) => !fields.has(name)));
  });
}

/** The fields that the body of a request must have. */
export function requiredFields({ input, parameters }: Pick<Route, 'input' | 'parameters'>): string[] {
  if (!(input instanceof z.ZodObject)) return [];
  const fields = Object.entries(input.shape);
  return fields.flatMap(([name, field]) => (parameters.includes(name) || field.isOptional() ? [] : [name]));
}

/** What would be created where no route leads to it. */
function lostThings({ procedure, declaration }: Route, shapes: ReadonlySet<string>): string[] {
  const { created = [], createdWith = {} } = declaration;
  return [created, Object.values(createdWith)]
    .flat()
    .filter((path) => !shapes.has(shapeOf(path)))
    .map((path) => `${procedure} creates ${path}, to which no route leads`);
}

/** A path without the names of its parameters. */
function shapeOf(path: string): string {
  return path.replaceAll(/\{[\w.]+\}/g, '{}');
}

function strayParameters({ procedure, parameters, input }: Route): string[] {
  const fields = fieldsOf(input);
  return parameters
    .filter((name) => !fields.has(name))
    .map((name) => `${procedure} has {${name}} in its path but not in its input`);
}

/** Names of all fields that an input may have. */
function fieldsOf(input: z.ZodType): Set<string> {
  return new Set(fieldSchemas(input).map(([name]) => name));
}
