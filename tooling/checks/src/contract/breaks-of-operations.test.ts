import { expect, test } from 'vitest';
import { drop, move, put } from './editing.ts';
import { at, type Case, saidOf } from './sample.ts';

const create = at('/posts', 'post');
const list = at('/posts', 'get');
const get = at('/posts/{id}', 'get');

const cases: readonly Case[] = [
  {
    what: 'a path is removed',
    operation: 'posts.bookmarks',
    says: ['GET /bookmarks the path is gone'],
    edits: [drop(['paths', '/bookmarks'])],
  },
  {
    what: 'a method is removed',
    operation: 'posts.get',
    says: ['GET /posts/{id} method GET is gone'],
    edits: [drop(get)],
  },
  {
    what: 'a path is called otherwise',
    operation: 'posts.bookmarks',
    says: ['GET /bookmarks is now at GET /saved'],
    edits: [move(['paths', '/bookmarks'], ['paths', '/saved'])],
  },
  {
    what: 'a method is another',
    operation: 'posts.update',
    says: ['PATCH /posts/{id} is now at POST /posts/{id}'],
    edits: [move(at('/posts/{id}', 'patch'), at('/posts/{id}', 'post'))],
  },
  {
    what: 'an operationId is another',
    operation: 'posts.create',
    says: ['POST /posts operationId is posts.publish instead of posts.create'],
    edits: [put([...create, 'operationId'], 'posts.publish')],
  },
  {
    what: 'a server is gone',
    operation: 'document',
    says: ['server /api/v1 is gone'],
    edits: [put(['servers'], [{ url: '/api/v2' }])],
  },
  {
    what: 'a security scheme works otherwise',
    operation: 'document',
    says: ['security scheme bearer works in another way'],
    edits: [put(['components', 'securitySchemes', 'bearer', 'scheme'], 'basic')],
  },
  {
    what: 'a security scheme is gone',
    operation: 'document',
    says: ['security scheme bearer is gone'],
    edits: [drop(['components', 'securitySchemes', 'bearer'])],
  },
  {
    what: 'a login is needed',
    operation: 'posts.list',
    says: ['access no login suffices no more, bearer is needed'],
    edits: [put([...list, 'security'], [{ bearer: [] }])],
  },
  {
    what: 'a login is needed since nothing else is said',
    operation: 'system.info',
    says: ['access no login suffices no more, bearer is needed'],
    edits: [drop([...at('/system/info', 'get'), 'security'])],
  },
  {
    what: 'another scope is needed',
    operation: 'posts.create',
    says: ['access has scope "admin" instead of "write:posts"'],
    edits: [put([...create, 'x-scope'], 'admin')],
  },
];

test.each(cases)('$operation: $what', (each) => {
  expect(saidOf(each, 'break')).toEqual(each.says);
});
