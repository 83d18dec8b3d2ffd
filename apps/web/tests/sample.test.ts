import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

it('shows the same ten lines as the README', () => {
  const [, readme = ''] = /## The SDK in ten lines\n\n```ts\n(.*?)\n```/s.exec(read('../../../README.md')) ?? [];
  const [, sample = ''] = /<pre id="sample"><code>\n(.*?)\n\s*<\/code>/s.exec(read('../src/index.html')) ?? [];
  expect(sample.split('\n').map(textOf)).toEqual(readme.split('\n'));
});

/** The text of a line of the page: no tags, and the few entities that code needs. */
function textOf(line: string): string {
  const text = line.trim().replace(/<[^>]*>/g, '');
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
