import { expect, test } from 'vitest';
import { z } from 'zod';
import { openSchemaBook } from './schema-book.ts';

const Branch = z
  .object({
    name: z.string().nullable(),
    get branches() {
      return z.array(Branch);
    },
  })
  .describe('A part of a tree.');

test('what contains itself refers to itself', () => {
  const book = openSchemaBook({ named: { Branch }, inputs: [], outputs: [Branch] });
  expect(book.schemaOf(Branch, 'output')).toEqual({ $ref: '#/components/schemas/Branch' });
  expect(book.componentsFor({ $ref: '#/components/schemas/Branch' })).toEqual({
    Branch: {
      type: 'object',
      description: 'A part of a tree.',
      properties: {
        name: { type: ['string', 'null'] },
        branches: { type: 'array', items: { $ref: '#/components/schemas/Branch' } },
      },
      required: ['name', 'branches'],
    },
  });
});

test('what contains itself without a name is refused', () => {
  expect(() => openSchemaBook({ named: {}, inputs: [], outputs: [z.object({ Branch })] })).toThrow('exported');
});

test('what is taken otherwise than it is given has two names, and so has what contains it', () => {
  const Content = z.strictObject({ text: z.string().default('') });
  const Draft = z.object({ content: Content });
  const CreateInput = z.strictObject({ draft: Draft });
  const book = openSchemaBook({ named: { Content, Draft, CreateInput }, inputs: [CreateInput], outputs: [Draft] });
  const all = book.componentsFor([book.schemaOf(CreateInput, 'input'), book.schemaOf(Draft, 'output')]);
  expect(Object.keys(all)).toEqual(['Content', 'ContentInput', 'CreateInput', 'Draft', 'DraftInput']);
  expect(all.Content).toMatchObject({ required: ['text'] });
  expect(all.Content).not.toHaveProperty('additionalProperties');
  expect(all.ContentInput).toMatchObject({ additionalProperties: false });
  expect(all.ContentInput).not.toHaveProperty('required');
  expect(all.DraftInput?.properties?.content).toEqual({ $ref: '#/components/schemas/ContentInput' });
});

test('what is taken as it is given has one name', () => {
  const Id = z.uuidv7();
  const ById = z.strictObject({ id: Id });
  const book = openSchemaBook({ named: { Id, ById }, inputs: [ById], outputs: [Id] });
  expect(Object.keys(book.componentsFor(book.schemaOf(ById, 'input')))).toEqual(['ById', 'Id']);
});

test('options of a union are named after what tells them apart', () => {
  const Shape = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('round'), radius: z.number() }),
    z.object({ kind: z.literal('right.angled'), side: z.int() }),
  ]);
  const book = openSchemaBook({ named: { Shape }, inputs: [], outputs: [Shape] });
  expect(book.resolve(book.schemaOf(Shape, 'output'))).toEqual({
    oneOf: [{ $ref: '#/components/schemas/ShapeRound' }, { $ref: '#/components/schemas/ShapeRightAngled' }],
    discriminator: {
      propertyName: 'kind',
      mapping: {
        round: '#/components/schemas/ShapeRound',
        'right.angled': '#/components/schemas/ShapeRightAngled',
      },
    },
  });
});

test('dates are written as such, numbers without the bounds of a language, and enums keep their null', () => {
  const View = z.object({ at: z.date().nullable(), count: z.int(), mood: z.enum(['calm', 'loud']).nullable() });
  const book = openSchemaBook({ named: { View }, inputs: [], outputs: [View] });
  expect(book.resolve(book.schemaOf(View, 'output')).properties).toEqual({
    at: { type: ['string', 'null'], format: 'date-time' },
    count: { type: 'integer' },
    mood: { anyOf: [{ type: 'string', enum: ['calm', 'loud'] }, { type: 'null' }] },
  });
});

test('a name stands for one schema', () => {
  const book = openSchemaBook({ named: {}, inputs: [], outputs: [] });
  book.add('Body', { type: 'object' });
  book.add('Body', { type: 'object' });
  expect(() => book.add('Body', { type: 'string' })).toThrow('Body would stand for two schemas');
});
