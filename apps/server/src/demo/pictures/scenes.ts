import { type Color, chanceAt, inside, mix, noise, roughNoise, type Scene } from './paint.ts';

/** What lights a sky. */
interface Sky {
  top: Color;
  bottom: Color;
  sun?: { x: number; y: number; size: number; color: Color };
  stars?: boolean;
}

function skyAt({ top, bottom, sun, stars }: Sky, x: number, y: number): Color {
  let color = mix(top, bottom, y * 1.5);
  if (stars) color = mix(color, [255, 250, 235], starAt(x, y));
  if (!sun) return color;
  const away = Math.hypot(x - sun.x, y - sun.y);
  const glow = mix(color, sun.color, Math.exp(-away * 5) * 0.55);
  return mix(glow, sun.color, inside(sun.size - away));
}

function starAt(x: number, y: number): number {
  const [column, row] = [x * 46, y * 46];
  const chance = chanceAt(column, row, 5);
  if (chance < 0.9) return 0;
  const [dx, dy] = [column - Math.floor(column) - 0.5, row - Math.floor(row) - 0.5];
  return inside(0.09 * ((chance - 0.85) * 9) - Math.hypot(dx, dy), 0.12) * (0.4 + (chance - 0.9) * 6);
}

/** Hills behind hills, the far ones in haze. */
export function hills(
  sky: Sky,
  { far, near, seed, from = 0.45 }: { far: Color; near: Color; seed: number; from?: number },
): Scene {
  const ridges = [0, 1, 2, 3];
  return (x, y) => {
    let color = skyAt(sky, x, y);
    for (const ridge of ridges) {
      const crest = from + ridge * 0.13 - 0.2 * (roughNoise(x * (1.6 + ridge * 0.7) + ridge * 9, ridge, seed) - 0.4);
      color = mix(color, mix(far, near, ridge / 3), inside(y - crest));
    }
    return color;
  };
}

/** Water below a sky, with what shines on it. */
export function water(
  sky: Sky,
  { horizon = 0.55, deep }: { horizon?: number; deep: Color },
  above: Scene = (x, y) => skyAt(sky, x, y),
): Scene {
  return (x, y) => {
    if (y < horizon) return above(x, y);
    const depth = (y - horizon) / (1 - horizon);
    const wave = (noise(x * 5, y * 70, 3) - 0.5) * 0.05 * (0.3 + depth);
    const mirrored = above(x + wave, Math.max(0.02, horizon - (y - horizon) * 0.95));
    const crests = noise(x * 9, y * 110, 8) > 0.74 ? 0.12 : 0;
    return mix(mix(mirrored, deep, 0.35 + depth * 0.35), [255, 255, 255], crests * (1 - depth));
  };
}

/** The same sky by itself, for what stands in front of it. */
export function skyScene(sky: Sky): Scene {
  return (x, y) => skyAt(sky, x, y);
}

/** Lamps on a string; each glows. */
export function lamps(behind: Scene, { count, y: height, seed }: { count: number; y: number; seed: number }): Scene {
  const colors: Color[] = [
    [255, 196, 92],
    [255, 138, 76],
    [255, 226, 150],
    [240, 110, 96],
  ];
  const all = Array.from({ length: count }, (_, index) => {
    const x = ((index + 0.5) / count) * 1.6;
    const sag = 0.07 * Math.sin((x / 1.6) * Math.PI * 2);
    return {
      x,
      y: height + sag,
      size: 0.026 + chanceAt(index, 1, seed) * 0.016,
      color: colors[index % 4] ?? colors[0],
    };
  });
  return (x, y) => {
    let color = behind(x, y);
    const string = height - 0.04 + 0.07 * Math.sin((x / 1.6) * Math.PI * 2);
    color = mix(color, [30, 26, 34], inside(0.0016 - Math.abs(y - string), 0.002));
    for (const lamp of all) {
      const away = Math.hypot(x - lamp.x, (y - lamp.y) * 0.8);
      if (away > 0.3 || !lamp.color) continue;
      color = mix(color, lamp.color, Math.exp(-away * 14) * 0.6);
      color = mix(color, mix([255, 250, 225], lamp.color, away / lamp.size), inside(lamp.size - away));
    }
    return color;
  };
}

/** A tower with a beam, in front of something. */
export function tower(behind: Scene, x0: number): Scene {
  return (x, y) => {
    let color = behind(x, y);
    const beam = inside(0.05 * (x - x0) - Math.abs(y - 0.24 + (x - x0) * 0.12), 0.03);
    if (x > x0) color = mix(color, [255, 240, 190], beam * 0.5 * Math.exp(-(x - x0) * 1.2));
    const half = 0.022 + (y - 0.26) * 0.05;
    const wall: Color = Math.floor((y - 0.26) * 11) % 2 === 0 ? [236, 232, 224] : [196, 68, 58];
    if (y > 0.26 && y < 0.62) color = mix(color, wall, inside(half - Math.abs(x - x0)));
    color = mix(color, [255, 236, 170], inside(0.026 - Math.hypot(x - x0, y - 0.24)));
    return mix(color, [42, 44, 54], inside(0.2 - Math.hypot((x - x0) * 0.5, y - 0.78), 0.01));
  };
}

/** Curtains of light over hills. */
export function northernLight(over: Scene): Scene {
  return (x, y) => {
    const color = over(x, y);
    if (y > 0.62) return color;
    const fold = 0.3 + 0.14 * Math.sin(x * 4 + noise(x * 3, 0, 4) * 3);
    const reach = y < fold ? Math.exp((y - fold) * 5) : Math.exp((fold - y) * 22);
    const ray = 0.45 + 0.55 * noise(x * 26, y * 2, 11);
    return mix(color, mix([90, 240, 160], [150, 110, 230], (fold - y) * 3), reach * ray * 0.8);
  };
}

/** Rings as in glaze, or in wood. */
export function rings(colors: readonly [Color, Color, Color], seed: number): Scene {
  return (x, y) => {
    const away = Math.hypot(x - 0.72, y - 0.52) + (roughNoise(x * 3, y * 3, seed) - 0.5) * 0.16;
    const band = 0.5 + 0.5 * Math.sin(away * 46);
    const glaze = mix(colors[0], colors[1], band * 0.55 + away * 0.5);
    return mix(glaze, colors[2], roughNoise(x * 14, y * 14, seed + 3) > 0.66 ? 0.35 : 0);
  };
}

/** Kitchen tiles that prove something. */
export function tiles(colors: readonly [Color, Color, Color]): Scene {
  return (x, y) => {
    const [u, v] = [(x * 5) % 1, (y * 5) % 1];
    const turned = (Math.floor(x * 5) + Math.floor(y * 5)) % 2 === 0 ? u : 1 - u;
    const color = turned > v ? colors[0] : colors[1];
    const star = inside(0.24 - Math.abs(u - 0.5) - Math.abs(v - 0.5), 0.02);
    const joint = Math.min(u, v, 1 - u, 1 - v) < 0.02 ? 0.6 : 0;
    return mix(mix(color, colors[2], star), [250, 246, 236], joint);
  };
}

/** A map of somewhere else: a coast, heights and depths. */
export function chart(seed: number): Scene {
  return (x, y) => {
    const height = roughNoise(x * 3.2, y * 3.2, seed);
    const land = height > 0.5;
    const steps = Math.abs(((height * 26) % 1) - 0.5);
    const base = land
      ? mix([226, 208, 160], [156, 120, 82], (height - 0.5) * 3.4)
      : mix([150, 190, 196], [60, 104, 130], (0.5 - height) * 4);
    const inked = mix(base, [70, 56, 48], inside(0.06 - steps, 0.08) * 0.28);
    return mix(inked, [54, 42, 38], inside(0.006 - Math.abs(height - 0.5), 0.006));
  };
}

/** A jar in which something burns. */
export function jar(): Scene {
  return (x, y) => {
    const flame = Math.hypot((x - 0.75) * 1.7, y - 0.58);
    const room = mix([46, 34, 44], [20, 18, 30], y);
    const lit = mix(room, [255, 170, 84], Math.exp(-flame * 3.4) * 0.75);
    const edge = Math.max(Math.abs(x - 0.75) - 0.2, Math.abs(y - 0.57) - 0.27);
    const glass = mix(lit, [250, 214, 170], inside(-edge, 0.02) * 0.24 + inside(0.008 - Math.abs(edge), 0.01) * 0.5);
    const lid = mix(
      glass,
      [128, 104, 92],
      inside(Math.min(0.19 - Math.abs(x - 0.75), 0.022 - Math.abs(y - 0.285)), 0.006),
    );
    return mix(
      lid,
      [255, 246, 214],
      inside(0.07 - Math.hypot((x - 0.75) * 2.4, y - 0.6 + 0.02 * Math.sin(x * 60)), 0.03),
    );
  };
}
