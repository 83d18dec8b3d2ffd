import { appRouter } from '@rookery/api';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { routeTable } from './route-table.ts';

const declaration = { access: 'anyone', doc: 'Tells.', scope: 'read' };

function routerOf(procedures: Record<string, object>) {
  const filled = Object.entries(procedures).map(([path, changes]) => {
    const meta = { ...declaration, rest: `GET /${path}` };
    return [
      path,
      { _def: { type: 'query', inputs: [z.object({ id: z.string() })], output: z.object({}), meta, ...changes } },
    ];
  });
  return { _def: { procedures: Object.fromEntries(filled) } };
}

const withRest = (rest: unknown, more: object = {}) => ({ meta: { ...declaration, rest, ...more } });

test('every procedure of the app has a REST route that can be served, or says why not', () => {
  const routes = routeTable(appRouter);
  expect(routes.length).toBeGreaterThan(30);
  expect(routes).toContainEqual(
    expect.objectContaining({ procedure: 'posts.get', method: 'GET', path: '/posts/{id}', parameters: ['id'] }),
  );
});

test('of all that there is over tRPC only hints for who looks at something now have no route', () => {
  const routed = new Set(routeTable(appRouter).map(({ procedure }) => procedure));
  const paths = Object.keys(appRouter._def.procedures);
  expect(paths.filter((path) => !routed.has(path))).toEqual(['posts.watch', 'events.ephemeral']);
});

test('what is created is found by a route', () => {
  const created = { created: '/things/{id}' };
  expect(() => routeTable(routerOf({ a: withRest('POST /a', created) }))).toThrow('a creates /things/{id}, to which');
  const found = routerOf({ a: withRest('POST /a', created), b: withRest('GET /things/{id}') });
  expect(routeTable(found)).toHaveLength(2);
});

test('procedures may share a route when their bodies tell them apart', () => {
  const input = (field: string) => ({ inputs: [z.object({ [field]: z.string(), more: z.string().optional() })] });
  const shared = withRest('POST /x');
  const apart = routerOf({ a: { ...shared, ...input('one') }, b: { ...shared, ...input('other') } });
  expect(routeTable(apart).map(({ procedure }) => procedure)).toEqual(['a', 'b']);
  const alike = routerOf({ a: { ...shared, ...input('one') }, b: { ...shared, ...input('one') } });
  expect(() => routeTable(alike)).toThrow('a and b share POST /x');
});

test('procedures of a namespace inside another are routes beside those of the outer', () => {
  const pathOf = new Map(routeTable(appRouter).map(({ procedure, method, path }) => [procedure, `${method} ${path}`]));
  expect(pathOf.get('posts.get')).toBe('GET /posts/{id}');
  expect(pathOf.get('posts.drafts.list')).toBe('GET /posts/drafts');
  expect(pathOf.get('posts.scheduled.update')).toBe('PATCH /posts/scheduled/{id}');
});

test('a second path is a route of its own', () => {
  const paths = routeTable(routerOf({ a: withRest('GET /a/{id}', { restToo: 'GET /b' }) })).map(({ path }) => path);
  expect(paths).toEqual(['/a/{id}', '/b']);
});

test('a procedure that says why it has no route has none', () => {
  expect(routeTable(routerOf({ a: withRest({ none: 'It streams.' }) }))).toEqual([]);
});

test('paths that differ in the names of parameters only are the same path', () => {
  const router = routerOf({ a: withRest('GET /x/{id}'), b: withRest('GET /x/{key}') });
  expect(() => routeTable(router)).toThrow('a and b share GET /x/{}');
});

test('a parameter has to be a field of the input', () => {
  expect(() => routeTable(routerOf({ a: withRest('GET /x/{name}') }))).toThrow('a has {name} in its path');
});

test('input and output have to be declared', () => {
  expect(() => routeTable(routerOf({ a: { inputs: [] } }))).toThrow('a takes 0 inputs');
  expect(() => routeTable(routerOf({ a: { output: undefined } }))).toThrow('a answers nothing known');
  expect(() => routeTable(routerOf({ a: { meta: undefined } }))).toThrow('a declares nothing');
});
