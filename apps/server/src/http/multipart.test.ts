import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { boundaryOf, bounded, readForm } from './multipart.ts';

type Field = [name: string, fileName: string | null, content: string];

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function fieldsOf(bytes: Buffer, boundary: string, size = 7): Promise<Field[]> {
  const fields: Field[] = [];
  for await (const { name, fileName, content } of readForm(inPieces(bytes, size), boundary)) {
    fields.push([name, fileName, (await bounded(content, 1e7)).toString('latin1')]);
  }
  return fields;
}

const lines = (...text: string[]) => Buffer.from(text.join('\r\n'));
const field = (header: string, content = 'x') => lines('--b', header, '', content, '--b--', '');
const named = (header: string) => fieldsOf(field(`Content-Disposition: form-data; ${header}`), 'b');

describe('boundaryOf', () => {
  test.each([
    ['multipart/form-data; boundary=abc', 'abc'],
    ['Multipart/Form-Data;boundary="a b;c"', 'a b;c'],
    ['multipart/form-data; charset=utf-8; boundary=abc', 'abc'],
    ['multipart/form-data', null],
    ['multipart/form-data; boundary=', null],
    [`multipart/form-data; boundary=${'x'.repeat(71)}`, null],
    ['multipart/mixed; boundary=abc', null],
    [undefined, null],
  ])('%j', (type, boundary) => {
    expect(boundaryOf(type)).toBe(boundary);
  });
});

describe('readForm', () => {
  test('gives what browsers send, however it is cut into pieces', async () => {
    for (let round = 0; round < 40; round += 1) {
      const given: Field[] = [
        ['alt', null, 'grün 🎈 \r\n--b\r\n'],
        ['file', 'a"b\r\nc.bin', randomBytes(round * 37).toString('latin1')],
        ['empty', 'blob', ''],
        ['tail', null, '\r\n-\r\n--\r\n--b-'],
      ];
      const form = new FormData();
      for (const [name, fileName, content] of given) {
        if (fileName === null) form.append(name, content);
        else form.append(name, new Blob([Buffer.from(content, 'latin1')]), fileName);
      }
      const response = new Response(form);
      const boundary = boundaryOf(response.headers.get('content-type') ?? '') ?? '';
      const bytes = Buffer.from(await response.arrayBuffer());
      const expected = given.map(([name, fileName, content]) =>
        fileName === null ? [name, null, Buffer.from(content).toString('latin1')] : [name, fileName, content],
      );
      expect(await fieldsOf(bytes, boundary, 1 + round * 3)).toEqual(expected);
    }
  });

  test('reads names as curl and others write them', async () => {
    expect(await named('name=file; filename=a.txt')).toEqual([['file', 'a.txt', 'x']]);
    expect(await named('filename="\\"q\\".txt"; name="file"')).toEqual([['file', '"q".txt', 'x']]);
    expect(await named('name="file"; filename="C:\\dir\\a.txt"')).toEqual([['file', 'C:\\dir\\a.txt', 'x']]);
    expect(await named('name="a; filename=b"')).toEqual([['a; filename=b', null, 'x']]);
    expect(await named('name="file"; filename=""')).toEqual([['file', '', 'x']]);
  });

  test('gives no field of an empty form, and minds nothing behind the end', async () => {
    expect(await fieldsOf(lines('--b--', ''), 'b')).toEqual([]);
    expect(await fieldsOf(lines('--b--', '', 'more', '--b', '', ''), 'b')).toEqual([]);
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['no delimiter', Buffer.from('hello')],
    ['a preamble', lines('hello', '--b', 'Content-Disposition: form-data; name="a"', '', 'x', '--b--')],
    ['no end', lines('--b', 'Content-Disposition: form-data; name="a"', '', 'x', '')],
    ['an end that is cut', lines('--b', 'Content-Disposition: form-data; name="a"', '', 'x', '--b-')],
    ['no header', lines('--b', '', 'x', '--b--')],
    ['no name', field('Content-Disposition: form-data; filename="a"')],
    ['another disposition', field('Content-Disposition: attachment; name="a"')],
    ['a header without end', field(`Content-Disposition: form-data; name="${'x'.repeat(9000)}"`)],
    ['another boundary after it', lines('--bc', 'Content-Disposition: form-data; name="a"', '', 'x', '--bc--')],
    [
      'too many fields',
      lines(...Array.from({ length: 101 }, () => '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx'), '--b--'),
    ],
  ])('refuses %s', async (_, bytes) => {
    await expect(fieldsOf(bytes, 'b')).rejects.toMatchObject({ name: 'MalformedFormError' });
  });

  test('leaves the body alone when it is left', async () => {
    let isLeft = false;
    async function* body(): AsyncGenerator<Buffer> {
      try {
        yield field('Content-Disposition: form-data; name="a"');
        yield Buffer.from('never read');
      } finally {
        isLeft = true;
      }
    }
    for await (const _ of readForm(body(), 'b')) break;
    expect(isLeft).toBe(true);
  });
});
