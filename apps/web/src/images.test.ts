import { expect, it } from 'vitest';
import { toneOf } from './images.ts';

it('reads the mean colour out of a blurhash', () => {
  expect(toneOf('LEHV6nWB2yk8pyo0adR*.7kCMdnj')).toBe('#979695');
  expect(toneOf('L00000fQfQfQfQfQfQfQfQfQfQfQ')).toBe('#000000');
});

it('knows no colour of an image without a blurhash', () => {
  expect(toneOf(null)).toBeNull();
  expect(toneOf('L0')).toBeNull();
});
