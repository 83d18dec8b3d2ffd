import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { EntityClass } from '@mikro-orm/core';
import { createTestApp, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entities } from './entities.ts';
import { statement } from './kernel/sql.ts';

interface Column {
  name: string;
  type: string;
  nullable: boolean;
}

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const selectColumns = statement<Column>(
  'test.columns',
  `select column_name as name, udt_name::regtype::text as type, is_nullable = 'YES' as nullable
   from information_schema.columns where table_schema = 'public' and table_name = $1 order by column_name`,
);
const nameTypes = statement<{ type: string | null }>(
  'test.types',
  'select to_regtype(declared)::text as type from unnest($1::text[]) with ordinality as t(declared, n) order by n',
);

/** The columns that an entity declares, their types as PostgreSQL names them. */
async function declaredColumns(entity: EntityClass): Promise<Column[]> {
  const columns = t.app.orm
    .getMetadata(entity)
    .props.filter((prop) => prop.persist !== false)
    .flatMap((prop) =>
      prop.fieldNames.map((name, at) => ({
        name,
        declared: prop.columnTypes[at] ?? '',
        nullable: prop.nullable === true,
      })),
    );
  const types = await t.app.sql.rows(nameTypes, [columns.map(({ declared }) => declared)]);
  return columns
    .map(({ name, declared, nullable }, at) => ({ name, type: types[at]?.type ?? declared, nullable }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

const listed: readonly EntityClass[] = entities;

test.each(listed.map((entity) => [entity.name, entity] as const))(
  '%s has the columns of its table',
  async (_, entity) => {
    const { tableName } = t.app.orm.getMetadata(entity);
    const columns = await t.app.sql.rows(selectColumns, [tableName]);
    expect(await declaredColumns(entity), 'entity and migrations differ: mend one of them').toEqual(columns);
  },
);

test('every entity of a slice stands in the list of entities', async () => {
  const folder = join(import.meta.dirname, 'features');
  const files = globSync('**/*.entity.ts', { cwd: folder });
  expect(files).not.toEqual([]);
  const classes = (await Promise.all(files.map((file) => import(join(folder, file))))).flatMap((module: object) =>
    Object.values(module).filter((value) => typeof value === 'function'),
  );
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name).toSorted();
  expect(names(entities)).toEqual(names(classes));
});
