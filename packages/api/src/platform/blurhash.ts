const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~';

type Colour = readonly [number, number, number];

/** A raster of 8-bit sRGB, three bytes a pixel. */
export interface Raster {
  pixels: Uint8Array;
  width: number;
  height: number;
}

/** Encodes a small raster as a BlurHash (blurha.sh) of `across` × `down` components. */
export function encodeBlurhash(raster: Raster, across: number, down: number): string {
  const [average = [0, 0, 0], ...waves] = components(raster, across, down);
  const strongest = Math.max(0, ...waves.flat().map(Math.abs));
  const scale = Math.max(0, Math.min(82, Math.floor(strongest * 166 - 0.5)));
  const largest = waves.length > 0 ? (scale + 1) / 166 : 1;
  return [
    base83(across - 1 + (down - 1) * 9, 1),
    base83(waves.length > 0 ? scale : 0, 1),
    base83(packed(average.map(toSrgb), 256), 4),
    ...waves.map((wave) =>
      base83(
        packed(
          wave.map((value) => quantised(value / largest)),
          19,
        ),
        2,
      ),
    ),
  ].join('');
}

/** The cosine transform of the raster in linear light, lowest frequencies first. */
function components({ pixels, width, height }: Raster, across: number, down: number): Colour[] {
  const linear = Float64Array.from(pixels, toLinear);
  const cosines = (size: number, count: number): Float64Array[] =>
    Array.from({ length: count }, (_, n) =>
      Float64Array.from({ length: size }, (__, at) => Math.cos((Math.PI * n * at) / size)),
    );
  const alongX = cosines(width, across);
  const alongY = cosines(height, down);
  return alongY.flatMap((y, j) =>
    alongX.map((x, i) => {
      const share = (i === 0 && j === 0 ? 1 : 2) / (width * height);
      const [red, green, blue] = summed(linear, x, y);
      return [red * share, green * share, blue * share] as const;
    }),
  );
}

/** The colours of a raster, each weighed by the waves of its column and its row. */
function summed(linear: Float64Array, alongX: Float64Array, alongY: Float64Array): Colour {
  const sum: [number, number, number] = [0, 0, 0];
  let at = 0;
  for (const y of alongY) {
    for (const x of alongX) {
      sum[0] += x * y * (linear[at] ?? 0);
      sum[1] += x * y * (linear[at + 1] ?? 0);
      sum[2] += x * y * (linear[at + 2] ?? 0);
      at += 3;
    }
  }
  return sum;
}

function toLinear(byte: number): number {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function toSrgb(linear: number): number {
  const value = Math.max(0, Math.min(1, linear));
  const curved = value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
  return Math.round(curved * 255);
}

function quantised(value: number): number {
  return Math.max(0, Math.min(18, Math.floor(Math.sign(value) * Math.sqrt(Math.abs(value)) * 9 + 9.5)));
}

function packed(digits: readonly number[], base: number): number {
  return digits.reduce((all, digit) => all * base + digit, 0);
}

function base83(value: number, length: number): string {
  return Array.from({ length }, (_, at) => alphabet[Math.floor(value / 83 ** (length - 1 - at)) % 83]).join('');
}
