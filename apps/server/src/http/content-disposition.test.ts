import { expect, test } from 'vitest';
import { contentDisposition } from './content-disposition.ts';

test.each([
  [null, 'attachment'],
  ['a b.pdf', `attachment; filename="a b.pdf"; filename*=UTF-8''a%20b.pdf`],
  ['Grüße 🎈.zip', `attachment; filename="Gr__e _.zip"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%F0%9F%8E%88.zip`],
  [
    `"x"; filename=y.html`,
    `attachment; filename="_x_; filename=y.html"; filename*=UTF-8''%22x%22%3B%20filename%3Dy.html`,
  ],
  [`it's (1)*%41\\`, `attachment; filename="it's (1)*_41_"; filename*=UTF-8''it%27s%20%281%29%2A%2541%5C`],
  [
    'a\r\nset-cookie: x=1\u0000',
    `attachment; filename="a__set-cookie: x=1_"; filename*=UTF-8''a%0D%0Aset-cookie%3A%20x%3D1%00`,
  ],
  ['\ud800', `attachment; filename="_"; filename*=UTF-8''%EF%BF%BD`],
])('%j is told so that nothing else can be read out of it', (name, header) => {
  expect(contentDisposition('attachment', name)).toBe(header);
});
