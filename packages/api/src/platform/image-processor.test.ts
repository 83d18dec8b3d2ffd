import { testPng } from '@rookery/testkit';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { ProcessedImage } from '../kernel/ports.ts';
import { createImageProcessor } from './image-processor.ts';

const processor = createImageProcessor();

interface Shape {
  width?: number;
  height?: number;
  channels?: 3 | 4;
}

/** Red on the left, blue on the right. */
function twoSided({ width = 600, height = 400, channels = 3 }: Shape = {}) {
  const half = { create: { width: width / 2, height, channels, background: '#00f' } } as const;
  return sharp({ create: { width, height, channels, background: '#f00' } }).composite([
    { input: half, left: width / 2, top: 0 },
  ]);
}

async function pixelAt(picture: Buffer, x: number, y: number): Promise<number[]> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (y * info.width + x) * info.channels;
  return [...data.subarray(at, at + 3)];
}

function frames(count: number, side = 64): Promise<Buffer> {
  const strip = Buffer.concat(Array.from({ length: count }, (_, n) => Buffer.alloc(side * side * 3, (n * 97) % 256)));
  const raw = { width: side, height: side * count, channels: 3, pageHeight: side } as const;
  return sharp(strip, { raw })
    .gif({ delay: Array<number>(count).fill(50) })
    .toBuffer();
}

const sizesOf = ({ variants }: ProcessedImage) =>
  Object.values(variants).map(({ width, height }) => `${width}x${height}`);
const refusal = (reason: string) => expect.objectContaining({ reason });

describe('an image that is taken', () => {
  test.each(['jpeg', 'png', 'webp', 'gif'] as const)('%s becomes three WebPs', async (format) => {
    const image = await processor.process(await twoSided({ width: 3000, height: 2000 }).toFormat(format).toBuffer());
    expect(sizesOf(image)).toEqual(['320x213', '680x453', '2048x1365']);
    expect(image.blurhash).toMatch(/^\S{28}$/);
    for (const { bytes, width, height } of Object.values(image.variants)) {
      expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width, height });
    }
  });

  test('a small one is never enlarged', async () => {
    const image = await processor.process(testPng(8, 6));
    expect(sizesOf(image)).toEqual(['8x6', '8x6', '8x6']);
  });

  test('stands upright, and says nothing of where and by what it was taken', async () => {
    const gps = { IFD3: { GPSLatitude: '51/1 30/1 0/1', GPSLatitudeRef: 'N' }, IFD0: { Model: 'A camera' } };
    const given = await twoSided()
      .withExifMerge(gps)
      .withMetadata({ orientation: 6 })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>')
      .withIccProfile('p3')
      .jpeg()
      .toBuffer();
    const before = await sharp(given).metadata();
    expect([before.orientation, before.exif && before.xmp && before.icc ? 'tells' : 'tells not']).toEqual([6, 'tells']);
    const image = await processor.process(given);
    expect(sizesOf(image)).toEqual(['213x320', '400x600', '400x600']);
    const [above, below] = [
      await pixelAt(image.variants.small.bytes, 200, 50),
      await pixelAt(image.variants.small.bytes, 200, 550),
    ];
    expect([above[0], below[2]].every((value) => Number(value) > 200)).toBe(true);
    for (const { bytes } of Object.values(image.variants)) {
      const { exif, xmp, icc, iptc, orientation } = await sharp(bytes).metadata();
      expect({ exif, xmp, icc, iptc, orientation }).toEqual({});
      expect(bytes.includes('A camera')).toBe(false);
    }
  });

  test('in CMYK keeps its colours, in sRGB', async () => {
    const given = await twoSided().toColourspace('cmyk').jpeg().toBuffer();
    expect(await sharp(given).metadata()).toMatchObject({ space: 'cmyk' });
    const [red = 0, green = 0, blue = 0] = await pixelAt((await processor.process(given)).variants.small.bytes, 50, 50);
    expect(red).toBeGreaterThan(150);
    expect(Math.max(green, blue)).toBeLessThan(110);
  });

  test('of 16 bits a channel keeps its colours', async () => {
    const given = await twoSided().toColourspace('rgb16').png().toBuffer();
    expect(await sharp(given).metadata()).toMatchObject({ depth: 'ushort' });
    const [red = 0, green = 0] = await pixelAt((await processor.process(given)).variants.small.bytes, 50, 50);
    expect(red).toBeGreaterThan(240);
    expect(green).toBeLessThan(15);
  });

  test('keeps what is transparent', async () => {
    const given = await sharp({ create: { width: 50, height: 50, channels: 4, background: '#0000' } })
      .png()
      .toBuffer();
    expect(await sharp((await processor.process(given)).variants.large.bytes).metadata()).toMatchObject({
      hasAlpha: true,
    });
  });

  test('that moves goes on moving, but for its thumbnail', async () => {
    const { variants } = await processor.process(await frames(5));
    const pages = async ({ bytes }: { bytes: Buffer }) =>
      (await sharp(bytes, { animated: true }).metadata()).pages ?? 1;
    expect([await pages(variants.thumb), await pages(variants.small), await pages(variants.large)]).toEqual([1, 5, 5]);
    expect(variants.small).toMatchObject({ width: 64, height: 64 });
  });

  test('that is a script too, for those who want to read it as one, is a picture alone', async () => {
    const gif = await twoSided({ width: 100, height: 100 }).gif().toBuffer();
    const polyglot = Buffer.concat([gif, Buffer.from('/*<script>alert(1)</script>*/=1;')]);
    const { variants } = await processor.process(polyglot);
    for (const { bytes } of Object.values(variants)) expect(bytes.includes('script')).toBe(false);
  });
});

describe('what is refused', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>';
  test.each<[string, () => Buffer | Promise<Buffer>]>([
    ['nothing', () => Buffer.alloc(0)],
    ['an SVG with a script', () => Buffer.from(svg)],
    ['an SVG behind an XML declaration', () => Buffer.from(`<?xml version="1.0"?>${svg}`)],
    ['HTML', () => Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a PDF', () => Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj')],
    ['TIFF', () => twoSided().tiff().toBuffer()],
    ['AVIF', () => twoSided({ width: 64, height: 64 }).avif({ effort: 0 }).toBuffer()],
    ['the head of a PNG alone', () => testPng().subarray(0, 30)],
    ['a JPEG that is cut off', async () => (await noise().jpeg().toBuffer()).subarray(0, 60_000)],
    ['a PNG that is cut off', async () => (await noise().png().toBuffer()).subarray(0, 60_000)],
    ['a WebP that is cut off', async () => (await noise().webp().toBuffer()).subarray(0, 30_000)],
    ['a GIF that is cut off in its first frame', async () => (await noise().gif().toBuffer()).subarray(0, 2000)],
    ['bytes after the magic of a JPEG', () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(999, 7)])],
  ])('%s', async (_, make) => {
    await expect(processor.process(await make())).rejects.toEqual(refusal('unsupported_media'));
  });

  test('a bomb of 20,000 by 20,000, by its header', async () => {
    await expect(processor.process(testPng(20_000, 20_000))).rejects.toMatchObject({
      reason: 'validation_failed',
      issues: [{ path: ['file'], message: 'The image has more than 50 megapixels' }],
    });
  });

  test('a GIF, and one stored in passes, at a lower limit, since they are decoded whole', async () => {
    const create = { width: 6000, height: 5500, channels: 3, background: '#123' } as const;
    const given = await sharp({ create }).jpeg({ progressive: true }).toBuffer();
    await expect(processor.process(given)).rejects.toEqual(refusal('validation_failed'));
    await expect(processor.process(await sharp({ create }).gif({ effort: 1 }).toBuffer())).rejects.toEqual(
      refusal('validation_failed'),
    );
    await expect(processor.process(await sharp({ create }).jpeg().toBuffer())).resolves.toBeDefined();
  });

  test('an animation of too many frames', async () => {
    await expect(processor.process(await frames(301, 2))).rejects.toEqual(refusal('validation_failed'));
  });
});

function noise() {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  return sharp({ create: { width: 400, height: 400, channels: 3, background: '#777', noise } });
}
