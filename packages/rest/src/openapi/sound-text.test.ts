import { appRouter } from '@rookery/api';
import * as contract from '@rookery/contract';
import { expect, test } from 'vitest';
import { jsonReviver } from '../json-reviver.ts';
import { routeTable } from '../route-table.ts';
import { openApiDocument } from './document.ts';
import { exampleOf } from './examples/write-example.ts';
import { refName } from './json-schema.ts';
import { openSchemaBook } from './schema-book.ts';
import { compileDocument } from './tests/compile-document.ts';
import { asDocument } from './tests/read-document.ts';

const routes = routeTable(appRouter);
const document = asDocument(openApiDocument({ routes, schemas: contract, info: { version: '1.2.3' } }));
const compile = compileDocument(document);

/** Texts at the edges of what servers trim, fold and count otherwise than JSON Schema. */
const texts = [
  '',
  ' ',
  '  Wren  ',
  'WREN_1',
  'wren@Birds.Example',
  '#Weir',
  '＃weir',
  '🦊🦊🦊🦊🦊',
  '👨‍👩‍👧‍👦'.repeat(20),
  '👨‍👩‍👧‍👦'.repeat(50),
  'e\u0301'.repeat(50),
  'x'.repeat(100),
  `${' '.repeat(40)}wren${' '.repeat(40)}`,
  'https://bücher.example/vögel?q=ä',
  'HTTPS://BIRDS.EXAMPLE',
  '019E0B31-556B-7D42-A2C4-2FA262B5C57F',
  '🐦',
  '❤️',
];

/** NOTE: JSON has no files, and no document says more of a form than that it has one. */
const jsonInputs = routes.filter(({ input }) => input !== contract.UploadMediaInput);

test('whatever the server takes follows the document', () => {
  const book = openSchemaBook({ named: contract, inputs: routes.map(({ input }) => input), outputs: [] });
  let taken = 0;
  for (const { procedure, input } of new Map(jsonInputs.map((route) => [route.input, route])).values()) {
    const schema = book.schemaOf(input, 'input');
    const validate = compile(self(schema, book));
    const example = exampleOf(refName(schema) ?? '', schema, book.resolve);
    for (const value of variants(example)) {
      const revive = jsonReviver(input);
      if (!input.safeParse(revive ? revive(value) : value).success) continue;
      taken += 1;
      expect(validate(value), `${procedure} ${JSON.stringify(value)} ${JSON.stringify(validate.errors)}`).toBe(true);
    }
  }
  expect(taken).toBeGreaterThan(1000);
});

/** A schema with all that it refers to. */
function self(schema: object, book: ReturnType<typeof openSchemaBook>): object {
  const text = JSON.stringify({ ...schema, $defs: book.componentsFor(schema) });
  return JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/'));
}

/** Copies of a value, each with another text in one place. */
function variants(value: unknown): unknown[] {
  if (typeof value === 'string') return texts;
  if (Array.isArray(value))
    return [value, ...value.flatMap((item, at) => variants(item).map((it) => value.with(at, it)))];
  if (typeof value !== 'object' || value === null) return [value];
  const changed = Object.entries(value).flatMap(([key, inner]) =>
    variants(inner).map((it) => ({ ...value, [key]: it })),
  );
  return [value, ...changed];
}

test('a name that is folded before it is judged has no pattern, and an id that is not has one', () => {
  const { Username, Id } = document.components.schemas;
  expect(Username).not.toHaveProperty('pattern');
  expect(Username).toHaveProperty('maxLength', 100);
  expect(Id).toMatchObject({ type: 'string', format: 'uuid', pattern: expect.any(String) });
});

test('the lengths of a text that nothing is done to are those that the server counts', () => {
  expect(contract.Password.safeParse('🦊'.repeat(9)).success).toBe(false);
  expect(contract.Password.safeParse('🦊'.repeat(10)).success).toBe(true);
  expect(document.components.schemas.Password).toMatchObject({ minLength: 10, maxLength: 256 });
});
