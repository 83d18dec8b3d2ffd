import { expect, test } from 'vitest';
import { RouteTree } from './route-tree.ts';

function treeOf(...routes: string[]): RouteTree<string> {
  const tree = new RouteTree<string>();
  for (const route of routes) {
    const [method = '', path = ''] = route.split(' ');
    tree.claim(method, path, () => route);
  }
  return tree;
}

const tree = treeOf(
  'GET /users',
  'GET /users/{id}',
  'DELETE /users/{id}',
  'GET /users/suggestions',
  'GET /users/{id}/posts',
  'GET /users/by-username/{username}',
);

test.each([
  ['/users', 'GET /users', []],
  ['/users/7', 'GET /users/{id}', ['7']],
  ['/users/suggestions', 'GET /users/suggestions', []],
  ['/users/suggestions/posts', 'GET /users/{id}/posts', ['suggestions']],
  ['/users/by-username', 'GET /users/{id}', ['by-username']],
  ['/users/by-username/posts', 'GET /users/by-username/{username}', ['posts']],
  ['/users/a%2Fb/posts', 'GET /users/{id}/posts', ['a/b']],
  ['/users/%F0%9F%91%8D', 'GET /users/{id}', ['👍']],
])('%s', (path, route, parameters) => {
  const found = tree.find(path);
  expect(found?.methods.get('GET')).toBe(route);
  expect(found?.parameters).toEqual(parameters);
});

test.each(['', '/', 'users', '/users/', '//users', '/users/7/', '/users/7/posts/8', '/Users', '/users//posts'])(
  'nothing is at "%s"',
  (path) => expect(tree.find(path)).toBeNull(),
);

test('a step that does not decode is an error of its own', () => {
  expect(() => tree.find('/users/%E0%A4')).toThrow(URIError);
});

test('a path tells which methods it knows', () => {
  expect([...(tree.find('/users/7')?.methods.keys() ?? [])]).toEqual(['GET', 'DELETE']);
});

test('who claims a place that is taken gets what is there', () => {
  const places = treeOf('GET /a');
  expect(places.claim('GET', '/a', () => 'another')).toBe('GET /a');
});
