import { expect, test } from 'vitest';
import { z } from 'zod';
import { TypePrinter } from './type-printer.ts';

const Colour = z.enum(['red', 'green']);
const Thing = z
  .object({
    id: z.string().describe('Its id.'),
    colour: Colour.nullable(),
    tags: z.array(z.union([z.string(), z.number()])),
  })
  .describe('A thing.');
const Wish = z.strictObject({ colour: Colour.default('red'), 'odd-name': z.date().optional() }).optional();

test('names become declarations, with their docs', () => {
  const printer = new TypePrinter(
    new Map<z.core.$ZodType, string>([
      [Colour, 'Colour'],
      [Thing, 'Thing'],
    ]),
  );
  expect(printer.print(z.array(Thing), 'output')).toBe('Thing[]');
  expect(printer.declarations.get('Colour')).toBe("export type Colour = 'red' | 'green';\n");
  expect(printer.declarations.get('Thing')).toBe(
    '/** A thing. */\nexport interface Thing {\n  /** Its id. */\n  id: string;\n  colour: Colour | null;\n  tags: (string | number)[];\n}\n',
  );
});

test('the input side may leave out what has a default', () => {
  const printer = new TypePrinter(new Map<z.core.$ZodType, string>([[Wish, 'Wish']]));
  expect(printer.print(Wish, 'input')).toBe('Wish | undefined');
  expect(printer.isOptional(Wish)).toBe(true);
  expect(printer.declarations.get('Wish')).toBe(
    "export interface Wish {\n  /** Default: `\"red\"`. */\n  colour?: 'red' | 'green' | undefined;\n  'odd-name'?: Date | undefined;\n}\n",
  );
});

test('a name whose two sides differ is told apart, or refused', () => {
  const Both = z.object({ at: z.string().default('now') });
  const printer = new TypePrinter(new Map<z.core.$ZodType, string>([[Both, 'Both']]));
  expect(printer.print(Both, 'output')).toBe('Both');
  expect(printer.print(Both, 'input')).toBe('BothInput');
  const other = new TypePrinter(new Map<z.core.$ZodType, string>([[Both, 'BothInput']]));
  other.print(Both, 'output');
  expect(() => other.print(Both, 'input')).toThrow('two names');
});

test('a file is whatever holds bytes', () => {
  expect(new TypePrinter(new Map()).print(z.strictObject({ file: z.file() }), 'input')).toBe('{\n  file: Blob;\n}');
});

test('what the types cannot say stops the generator', () => {
  const printer = new TypePrinter(new Map());
  expect(() => printer.print(z.map(z.string(), z.string()), 'output')).toThrow('map');
});
