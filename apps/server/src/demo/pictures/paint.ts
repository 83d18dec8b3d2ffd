import { setImmediate as breathe } from 'node:timers/promises';
import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';

/** Red, green and blue from 0 to 255. */
export type Color = readonly [number, number, number];

/** The color of a place: y goes from 0 at the top to 1, x as far as the picture is wide for its height. */
export type Scene = (x: number, y: number) => Color;

const rowsAtOnce = 24;

/** Paints a scene as a PNG; lets others have their turn meanwhile. */
export async function paint(scene: Scene, { width, height }: { width: number; height: number }): Promise<Buffer> {
  const stride = 1 + width * 3;
  const pixels = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const [red, green, blue] = scene((column + 0.5) / height, (row + 0.5) / height);
      const at = row * stride + 1 + column * 3;
      pixels[at] = red;
      pixels[at + 1] = green;
      pixels[at + 2] = blue;
    }
    if (row % rowsAtOnce === 0) await breathe();
  }
  return encode(pixels, width, height);
}

const compress = promisify(deflate);
const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

async function encode(pixels: Buffer, width: number, height: number): Promise<Buffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const data = await compress(pixels, { level: 1 });
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A color between two, as far as a part from 0 to 1 says. */
export function mix([r, g, b]: Color, [red, green, blue]: Color, part: number): Color {
  const t = Math.min(1, Math.max(0, part));
  return [r + (red - r) * t, g + (green - g) * t, b + (blue - b) * t];
}

/** How much of a place lies inside something whose edge is so far away; positive inside. */
export function inside(distance: number, blur = 0.004): number {
  return Math.min(1, Math.max(0, distance / blur + 0.5));
}

function lattice(x: number, y: number, seed: number): number {
  let mixed = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32;
}

/** A number from 0 to 1 that belongs to a cell. */
export function chanceAt(x: number, y: number, seed: number): number {
  return lattice(Math.floor(x), Math.floor(y), seed);
}

/** Soft noise from 0 to 1. */
export function noise(x: number, y: number, seed: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const ease = (t: number) => t * t * (3 - 2 * t);
  const [across, down] = [ease(x - left), ease(y - top)];
  const row = (at: number) => lattice(left, at, seed) * (1 - across) + lattice(left + 1, at, seed) * across;
  return row(top) * (1 - down) + row(top + 1) * down;
}

/** Noise with finer noise in it, from 0 to 1. */
export function roughNoise(x: number, y: number, seed: number): number {
  return (noise(x, y, seed) * 4 + noise(x * 2, y * 2, seed + 1) * 2 + noise(x * 4, y * 4, seed + 2)) / 7;
}
