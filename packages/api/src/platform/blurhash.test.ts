import { expect, test } from 'vitest';
import { encodeBlurhash } from './blurhash.ts';

const side = 32;
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~';

type Colour = [red: number, green: number, blue: number];

function hashOf(colourAt: (x: number, y: number) => Colour, across = 4, down = 3): string {
  const colours = Array.from({ length: side * side }, (_, at) => colourAt(at % side, Math.floor(at / side)));
  return encodeBlurhash({ pixels: Uint8Array.from(colours.flat()), width: side, height: side }, across, down);
}

function number(text: string): number {
  return [...text].reduce((value, digit) => value * 83 + alphabet.indexOf(digit), 0);
}

/** The three quantised values, 0 to 18 with 9 for none, of the component at an index. */
function component(hash: string, index: number): number[] {
  const value = number(hash.slice(4 + index * 2, 6 + index * 2));
  return [Math.floor(value / 361), Math.floor(value / 19) % 19, value % 19];
}

test('one colour is that colour and no waves', () => {
  const hash = hashOf(() => [255, 128, 0]);
  expect(hash).toHaveLength(28);
  expect(number(hash.slice(0, 1))).toBe(4 - 1 + (3 - 1) * 9);
  expect(number(hash.slice(2, 6))).toBe(0xff8000);
});

test('a picture that is bright on the left has a wave along x, one that is bright above along y', () => {
  const left = hashOf((x) => (x < side / 2 ? [255, 255, 255] : [0, 0, 0]));
  expect(component(left, 1)).toEqual([18, 18, 18]);
  expect(Math.max(...component(left, 4))).toBeLessThan(12);
  const above = hashOf((_, y) => (y < side / 2 ? [255, 255, 255] : [0, 0, 0]));
  expect(Math.max(...component(above, 1))).toBeLessThan(12);
  expect(component(above, 4)).toEqual([18, 18, 18]);
});

test('its length follows the number of components', () => {
  for (const [across, down] of [
    [1, 1],
    [3, 4],
    [9, 9],
  ] as const) {
    expect(hashOf((x, y) => [x * 8, y * 8, 7], across, down)).toHaveLength(4 + 2 * across * down);
  }
});
