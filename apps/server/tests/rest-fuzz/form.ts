import { testPng } from '@rookery/testkit';
import fc from 'fast-check';
import { hostileFiles } from '../hostile/files.ts';

/** A form as it is sent. */
export interface FormParts {
  boundary: string;
  /** What stands in the header. */
  contentType: string;
  body: Buffer;
}

/** A field of a form, or a file. */
export interface Part {
  name: string;
  filename: string | null;
  type: string | null;
  bytes: Buffer;
}

const pictures = [testPng(), testPng(640, 480), testPng(1, 1)];

const file: fc.Arbitrary<Part> = fc
  .oneof(
    {
      weight: 5,
      arbitrary: fc.constantFrom(...pictures).map((bytes) => ({ bytes, name: 'x.png', type: 'image/png' })),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(...hostileFiles.map(([, it]) => ({ ...it, bytes: Buffer.from(it.bytes) }))),
    },
    { weight: 1, arbitrary: fc.constant({ bytes: Buffer.from('hello'), name: 'x.txt', type: 'text/plain' }) },
  )
  .chain(({ bytes, name, type }) =>
    fc
      .constantFrom(name, name, '', '../../etc/passwd', '\\x', 'a";b', 'ü'.repeat(300), 'x\0y')
      .map((filename) => ({ name: 'file', filename, type, bytes })),
  );

const text = (name: string, value: string): Part => ({ name, filename: null, type: null, bytes: Buffer.from(value) });

const alt = fc
  .constantFrom('a grey field', '', 'x'.repeat(30_000), '\0', '👩‍👩‍👧‍👦')
  .map((value) => text('alt', value));

const stray = fc.constantFrom(
  text('file', 'no file'),
  text('__proto__', 'x'),
  text('', ''),
  text('x'.repeat(5_000), 'x'),
  text('alt', 'once more'),
  { name: 'alt', filename: 'alt.txt', type: 'text/plain', bytes: Buffer.from('a file') },
);

const parts = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(file) },
  { weight: 4, arbitrary: fc.tuple(file, alt) },
  { weight: 2, arbitrary: fc.array(fc.oneof(file, alt, stray), { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.constant(Array.from({ length: 200 }, (_, n) => text(`field${n}`, 'x'))) },
);

type Damage = (form: FormParts) => FormParts;

const damage = fc.oneof<fc.MaybeWeightedArbitrary<Damage>[]>(
  { weight: 8, arbitrary: fc.constant((form) => form) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Damage[]>(
      (form) => ({ ...form, body: form.body.subarray(0, form.body.length >> 1) }),
      (form) => ({ ...form, body: form.body.subarray(0, -4) }),
      (form) => ({ ...form, body: Buffer.alloc(0) }),
      (form) => ({ ...form, contentType: 'multipart/form-data' }),
      (form) => ({ ...form, contentType: 'multipart/form-data; boundary=' }),
      (form) => ({ ...form, contentType: 'multipart/form-data; boundary=another' }),
      (form) => ({ ...form, contentType: `multipart/form-data; boundary=${'b'.repeat(500)}` }),
      (form) => ({ ...form, contentType: 'application/json' }),
      (form) => ({ ...form, body: Buffer.from('not a form at all') }),
      (form) => ({ ...form, body: Buffer.concat([form.body, Buffer.from('and an epilogue')]) }),
      (form) => ({ ...form, body: Buffer.from(form.body.toString('latin1').replaceAll('\r\n', '\n'), 'latin1') }),
      (form) => ({ ...form, body: Buffer.from(form.body.toString('latin1').replace('form-data', 'x'), 'latin1') }),
      (form) => ({
        ...form,
        body: Buffer.from(form.body.toString('latin1').replace('\r\n', `\r\nx: ${'y'.repeat(20_000)}\r\n`), 'latin1'),
      }),
    ),
  },
);

/** Forms with a file, and with anything else. */
export const formParts: fc.Arbitrary<FormParts> = fc.tuple(parts, damage).map(([list, spoil]) => spoil(formOf(list)));

/** A form of parts as they are given. */
export function formOf(list: readonly Part[]): FormParts {
  const boundary = 'fuzz-4f1c';
  const body = Buffer.concat([...list.map((part) => partBytes(boundary, part)), Buffer.from(`--${boundary}--\r\n`)]);
  return { boundary, contentType: `multipart/form-data; boundary=${boundary}`, body };
}

function partBytes(boundary: string, { name, filename, type, bytes }: Part): Buffer {
  const file = filename === null ? '' : `; filename="${filename}"`;
  const lines = [`--${boundary}`, `content-disposition: form-data; name="${name}"${file}`];
  const head = [...lines, ...(type === null ? [] : [`content-type: ${type}`])].join('\r\n');
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`), bytes, Buffer.from('\r\n')]);
}
