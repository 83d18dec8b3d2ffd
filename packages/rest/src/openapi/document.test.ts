import { appRouter } from '@rookery/api';
import * as contract from '@rookery/contract';
import { expect, test } from 'vitest';
import { routeTable } from '../route-table.ts';
import { openApiDocument } from './document.ts';
import { namespaceOf } from './operations.ts';
import { asDocument, listOperations } from './tests/read-document.ts';

const routes = routeTable(appRouter);
const document = asDocument(openApiDocument({ routes, schemas: contract, info: { version: '1.2.3' } }));
const operations = listOperations(document);

test('every route is an operation, named after its procedure', () => {
  const told = operations.flatMap(({ operation }) => operation['x-procedures']);
  expect(told.toSorted()).toEqual(routes.map(({ procedure }) => procedure).toSorted());
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toContain('users.get');
  expect(ids).toContain('users.get.byUsername');
});

test('headlines are short and have no full stop, and what follows is a sentence', () => {
  for (const { operation } of operations) {
    expect(operation.summary.length, operation.summary).toBeLessThanOrEqual(100);
    expect(operation.summary).toMatch(/^[A-Z].*[^.,;: ]$/);
    expect(operation.description).toMatch(/^[A-Z][\s\S]*\.$/);
  }
});

test('every namespace says what it is about', () => {
  expect(document.tags.map(({ name }) => name)).toEqual([...new Set(routes.map(namespaceOf))]);
  for (const { description } of document.tags) expect(description).not.toMatch(/^The procedures of/);
});

test('paths that look alike are told apart by what their parameters may be', () => {
  const paths = Object.keys(document.paths);
  const confused = paths.flatMap((path) =>
    paths.filter((other) => path < other && areAlike(path, other)).map((other) => [path, other]),
  );
  expect(confused.length).toBeGreaterThan(0);
  const words = new Set(
    confused
      .flat()
      .flatMap((path) => (path ?? '').split('/'))
      .filter((part) => /^[a-z-]+$/.test(part)),
  );
  for (const word of words) expect(contract.Id.safeParse(word).success, word).toBe(false);
  const between = confused.filter(([one = '', other = '']) => !wordsMeetIds(one, other));
  expect(between).toEqual([]);
});

/** Whether one text could be both paths, as far as their fixed parts say. */
function areAlike(one: string, other: string): boolean {
  const [ones, others] = [one.split('/'), other.split('/')];
  const isParameter = (part = ''): boolean => part.startsWith('{');
  if (ones.length !== others.length || ones.filter(isParameter).length !== others.filter(isParameter).length)
    return false;
  return ones.every((part, at) => isParameter(part) || isParameter(others[at]) || part === others[at]);
}

/** Whether somewhere a fixed word of one stands where the other has an id. */
function wordsMeetIds(one: string, other: string): boolean {
  const [ones, others] = [one.split('/'), other.split('/')];
  const isId = (part = ''): boolean => /^\{(?:id|\w+Id)\}$/.test(part);
  const isWord = (part = ''): boolean => !part.startsWith('{');
  return ones.some((part, at) => (isId(part) && isWord(others[at])) || (isWord(part) && isId(others[at])));
}

test('the document is small enough to be read over a network', () => {
  expect(JSON.stringify(document).length).toBeLessThan(600_000);
});

test('who needs no token is told so, and who needs one which', () => {
  const security = new Map(operations.map(({ operation }) => [operation.operationId, operation.security]));
  expect(security.get('auth.login')).toEqual([]);
  expect(security.get('posts.get')).toEqual([{}, { bearer: [] }]);
  expect(security.get('posts.create')).toEqual([{ bearer: [] }]);
});

test('what creates takes a key, answers 201 where it leads somewhere, and 204 where there is nothing to tell', () => {
  const of = (id: string) => operations.find(({ operation }) => operation.operationId === id)?.operation;
  expect(of('posts.create')?.parameters).toContainEqual({ $ref: '#/components/parameters/IdempotencyKey' });
  expect(Object.keys(of('posts.create')?.responses ?? {})).toContain('201');
  expect(Object.keys(of('posts.delete')?.responses ?? {})).toContain('204');
  expect(Object.keys(of('posts.get')?.responses ?? {})).toContain('304');
});

test('a list in a path is separated by commas, one in a query is repeated', () => {
  const find = (id: string, name: string) =>
    operations
      .find(({ operation }) => operation.operationId === id)
      ?.operation.parameters?.find((it) => it.name === name);
  expect(find('notifications.markRead', 'ids')).toMatchObject({ in: 'path', style: 'simple', explode: false });
  expect(find('users.presence', 'ids')).toMatchObject({ in: 'query', required: true, style: 'form', explode: true });
});

test('the document is the same whenever it is made', () => {
  const again = openApiDocument({ routes: routeTable(appRouter), schemas: contract, info: { version: '1.2.3' } });
  expect(JSON.stringify(again)).toBe(JSON.stringify(document));
});
