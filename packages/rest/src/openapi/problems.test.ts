import { appRouter } from '@rookery/api';
import * as contract from '@rookery/contract';
import { expect, test } from 'vitest';
import { routeTable } from '../route-table.ts';
import { openApiDocument } from './document.ts';

test('what takes no body tells all the same that it refuses one of another type, or too long, except with GET', () => {
  const document = openApiDocument({ routes: routeTable(appRouter), schemas: contract, info: { version: '1.0.0' } });
  const paths: Record<string, Record<string, { responses: object }>> = JSON.parse(JSON.stringify(document)).paths;
  const silent = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, { responses }]) =>
      '413' in responses && '415' in responses ? [] : [`${method} ${path}`],
    ),
  );
  expect(silent).not.toContain('delete /notifications');
  expect(silent.filter((operation) => !operation.startsWith('get '))).toEqual([]);
  expect(silent).toContain('get /posts');
});
