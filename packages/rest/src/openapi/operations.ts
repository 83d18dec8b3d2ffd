import type { Route } from '../route-table.ts';
import { answersOf } from './answers.ts';
import { bodyOf } from './bodies.ts';
import type { Part } from './json-schema.ts';
import { fieldsOf, headerRefs, parametersOf } from './parameters.ts';
import { problemRefs } from './problems.ts';
import type { SchemaBook } from './schema-book.ts';
import { describeRoutes, secondName, summaryOf } from './sentences.ts';

/** The operations of all routes, by path and method. */
export function pathsOf(routes: readonly Route[], book: SchemaBook): Record<string, Part> {
  const shown = shownPaths(routes);
  const paths: Record<string, Part> = {};
  for (const [, sharing] of Map.groupBy(routes, ({ method, path }) => `${method} ${shapeOf(path)}`)) {
    const [first = raise(), ...others] = ownFirst(sharing);
    const path = shown.get(shapeOf(first.path)) ?? first.path;
    const operation = operationOf([first, ...others], path, book);
    paths[path] = { ...paths[path], [first.method.toLowerCase()]: operation };
  }
  return paths;
}

/** One path for each shape: where procedures name its parameters differently, as most of those below it do. */
function shownPaths(routes: readonly Route[]): Map<string, string> {
  const below = (path: string): number => routes.filter((route) => route.path.startsWith(path)).length;
  const groups = Map.groupBy(new Set(routes.map(({ path }) => path)), shapeOf);
  return new Map(
    [...groups].map(([shape, paths]) => [shape, paths.toSorted((one, other) => below(other) - below(one))[0] ?? shape]),
  );
}

function shapeOf(path: string): string {
  return path.replaceAll(parameterPlace, '{}');
}

const parameterPlace = /\{(\w+)\}/g;

function raise(): never {
  throw new Error('a group of routes has a first one');
}

/** Those first that are here by their first path. */
function ownFirst(routes: readonly Route[]): Route[] {
  return routes.toSorted((one, other) => Number(isSecond(one)) - Number(isSecond(other)));
}

function isSecond({ declaration, method, path }: Route): boolean {
  return declaration.rest !== `${method} ${path}`;
}

function operationOf(routes: [Route, ...Route[]], path: string, book: SchemaBook): Part {
  const [route] = routes;
  const fields = fieldsOf(route, book);
  const body = bodyOf(routes, book);
  const names = [...path.matchAll(parameterPlace)].map(([, name = '']) => name);
  const own = parametersOf(route, fields, book).map((it, at) => (it.in === 'path' ? { ...it, name: names[at] } : it));
  const parameters = [...own, ...headerRefs(route)];
  return {
    operationId: operationId(route),
    summary: summaryOf(route.declaration.doc),
    description: describeRoutes(routes),
    tags: [namespaceOf(route)],
    ...(route.declaration.deprecated ? { deprecated: true } : {}),
    security: securityOf(route),
    'x-scope': route.declaration.scope,
    'x-procedures': routes.map(({ procedure }) => procedure),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: body } : {}),
    responses: { ...responsesOf(routes, book), ...problemRefs(route, fields) },
  };
}

function responsesOf(routes: readonly Route[], book: SchemaBook): Part {
  return Object.assign({}, ...routes.toReversed().map((route) => answersOf(route, book)));
}

function operationId(route: Route): string {
  const { declaration, procedure, method, path } = route;
  if (!isSecond(route) || typeof declaration.rest !== 'string') return procedure;
  const [, first = ''] = declaration.rest.split(' ', 2);
  return `${procedure}.${secondName(path, first, method)}`;
}

/** The namespace of a procedure, like `posts.drafts` of `posts.drafts.create`. */
export function namespaceOf({ procedure }: Route): string {
  return procedure.slice(0, Math.max(0, procedure.lastIndexOf('.')));
}

const bearer = { bearer: [] };

function securityOf({ declaration: { access } }: Route): Part[] {
  if (access === 'open') return [];
  return access === 'anyone' ? [{}, bearer] : [bearer];
}
