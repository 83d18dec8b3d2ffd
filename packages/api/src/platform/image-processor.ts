import { availableParallelism } from 'node:os';
import { limits } from '@rookery/contract';
import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { DomainError, invalidInput } from '../kernel/errors.ts';
import type { ImageProcessor, Picture, ProcessedImage } from '../kernel/ports.ts';
import { encodeBlurhash } from './blurhash.ts';
import { imageTypeOf } from './image-type.ts';
import { createWeightedGate } from './weighted-gate.ts';

const sides = { thumb: 320, small: 680, large: 2048, largeAnimation: 1024 } as const;
const encoding = { quality: 80, effort: 4 } as const;
const animatedEncoding = { quality: 70, effort: 1 } as const;
const mostFrames = 300;
/** NOTE: a GIF, and whatever is stored in passes, is decoded frame by whole frame, at up to 7 bytes a pixel. */
const mostPixelsAtOnce = 24_000_000;
const mostSeconds = 30;

sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp', 'VipsForeignLoadNsgif'],
});

/** Makes pictures in the threads of libvips, few at a time, so that their memory has a bound. */
export function createImageProcessor(): ImageProcessor {
  const atOnce = Math.max(1, Math.min(4, availableParallelism() - 1));
  const gate = createWeightedGate({ bears: limits.imagePixels, mostWaiting: 32 });
  return {
    knows: (head) => imageTypeOf(head) !== null,
    process: async (bytes) => {
      const { pixels, frames } = await measure(bytes);
      const make = frames > 1 ? makeMoving : makeStill;
      const result = gate.pass(Math.max(pixels, limits.imagePixels / atOnce), () => soundly(() => make(bytes)));
      if (!result) throw new DomainError('unavailable', { retryAfter: 5 });
      return result;
    },
  };
}

/** Counts the pixels of all frames by the header alone, and refuses what is no image or too large. */
async function measure(bytes: Buffer): Promise<{ pixels: number; frames: number }> {
  const type = imageTypeOf(bytes);
  if (!type) throw new DomainError('unsupported_media');
  const header = await soundly(() => sharp(bytes, { animated: true, limitInputPixels: false }).metadata());
  if (header.format !== type) throw new DomainError('unsupported_media');
  const frames = header.pages ?? 1;
  const pixels = header.width * (header.pageHeight ?? header.height) * frames;
  if (frames > mostFrames) throw invalidInput(['file'], `The animation has more than ${mostFrames} frames`);
  refuseOver(limits.imagePixels, pixels, 'The image has');
  const isDecodedWhole = header.isProgressive || type === 'gif';
  if (isDecodedWhole) refuseOver(mostPixelsAtOnce, pixels / frames, 'The image is a GIF or stored in passes, and has');
  return { pixels, frames };
}

function refuseOver(most: number, pixels: number, subject: string): void {
  if (pixels > most) throw invalidInput(['file'], `${subject} more than ${most / 1_000_000} megapixels`);
}

async function makeStill(bytes: Buffer): Promise<ProcessedImage> {
  const { picture, blurhash } = await stillOf(bytes);
  const variants = {
    thumb: await picture(sides.thumb),
    small: await picture(sides.small),
    large: await picture(sides.large),
  };
  return { variants, blurhash: await blurhash() };
}

/** An animation stays one, but for its thumbnail. */
async function makeMoving(bytes: Buffer): Promise<ProcessedImage> {
  const { picture, blurhash } = await stillOf(bytes);
  const variants = {
    thumb: await picture(sides.thumb),
    small: await animation(bytes, sides.small),
    large: await animation(bytes, sides.largeAnimation),
  };
  return { variants, blurhash: await blurhash() };
}

/** NOTE: sequential reading and the limits hold for every pass over the bytes. */
function load(bytes: Buffer, options: SharpOptions = {}): Sharp {
  const strict = { limitInputPixels: limits.imagePixels, failOn: 'error', sequentialRead: true } as const;
  return sharp(bytes, { ...strict, ...options }).timeout({ seconds: mostSeconds });
}

interface Still {
  picture(side: number): Promise<Picture>;
  blurhash(): Promise<string>;
}

/** The image upright and in sRGB, decoded once at its largest size; all that is shown is made of that. */
async function stillOf(bytes: Buffer): Promise<Still> {
  const decoded = load(bytes).autoOrient().toColourspace('srgb');
  const { data, info } = await inside(decoded, sides.large).raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const again = (): Sharp => sharp(data, { raw: { width, height, channels } });
  return {
    picture: (side) => encoded(inside(again(), side).webp(encoding)),
    blurhash: async () => {
      const small = again()
        .flatten({ background: '#fff' })
        .toColourspace('srgb')
        .resize({ width: 32, height: 32, fit: 'fill' });
      const pixels = await small.removeAlpha().raw().toBuffer();
      const [across, down] = width >= height ? [4, 3] : [3, 4];
      return encodeBlurhash({ pixels, width: 32, height: 32 }, across, down);
    },
  };
}

function animation(bytes: Buffer, side: number): Promise<Picture> {
  return encoded(inside(load(bytes, { animated: true }), side).webp(animatedEncoding));
}

function inside(image: Sharp, side: number): Sharp {
  return image.resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
}

async function encoded(image: Sharp): Promise<Picture> {
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  return { bytes: data, width: info.width, height: info.pageHeight ?? info.height };
}

/** NOTE: libvips throws plain errors; whatever it cannot read to the end is no image. */
async function soundly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new DomainError('unsupported_media', { cause });
  }
}
