import type { Color, Scene } from './paint.ts';
import { chart, hills, jar, lamps, northernLight, rings, skyScene, tiles, tower, water } from './scenes.ts';

/** A picture that can be painted at any time, and what it shows. */
export interface Picture {
  alt: string;
  width: number;
  height: number;
  scene: Scene;
}

const night = { top: [12, 16, 40] as Color, bottom: [58, 52, 96] as Color, stars: true };
const dusk = { top: [44, 40, 92] as Color, bottom: [236, 138, 104] as Color };
const morning = {
  ...{ top: [120, 170, 214] as Color, bottom: [252, 214, 168] as Color },
  sun: { x: 1.05, y: 0.4, size: 0.06, color: [255, 244, 206] as Color },
};
const moon = { ...night, sun: { x: 0.4, y: 0.22, size: 0.05, color: [240, 236, 214] as Color } };

const size = { width: 540, height: 360 };

/** Pictures of the town and of what lies around it. */
export const pictures = {
  lanterns: {
    ...size,
    alt: 'A string of lit lanterns over a canal at night; the water doubles each of them.',
    scene: water(night, { deep: [14, 16, 36], horizon: 0.6 }, lamps(skyScene(night), { count: 9, y: 0.36, seed: 2 })),
  },
  jar: {
    ...size,
    alt: 'A jam jar with a candle in it, on a dark table. The candle leans as if it had had an idea.',
    scene: jar(),
  },
  glaze: {
    ...size,
    alt: 'Rings of a deep blue glaze, running into green where the kiln was hottest.',
    scene: rings(
      [
        [22, 44, 92],
        [96, 168, 178],
        [214, 226, 206],
      ],
      7,
    ),
  },
  chart: {
    ...size,
    alt: 'A hand-drawn map of a country that does not exist, with its coasts and lines of height.',
    scene: chart(23),
  },
  fjord: {
    ...size,
    alt: 'A fjord at dusk: dark slopes on both sides and the last red light on the water.',
    scene: water(
      dusk,
      { deep: [34, 36, 66], horizon: 0.66 },
      hills(dusk, { far: [150, 96, 112], near: [38, 34, 60], seed: 4, from: 0.34 }),
    ),
  },
  canal: {
    ...size,
    alt: 'The canal in the early morning, wide and still, with low hills in the mist behind it.',
    scene: water(
      morning,
      { deep: [70, 104, 124] },
      hills(morning, { far: [170, 186, 190], near: [84, 112, 108], seed: 9, from: 0.42 }),
    ),
  },
  peaks: {
    ...size,
    alt: 'Rows of mountains under a rising sun, each row bluer than the one before it.',
    scene: hills(morning, { far: [168, 186, 210], near: [34, 52, 84], seed: 14 }),
  },
  dawn: {
    ...size,
    alt: 'Marsh and hills in the first light, all in bands of rose and grey.',
    scene: hills(dusk, { far: [214, 140, 126], near: [52, 44, 62], seed: 31, from: 0.5 }),
  },
  lighthouse: {
    ...size,
    alt: 'A red and white lighthouse on a rock; its beam goes out over a calm sea under stars.',
    scene: tower(water(moon, { deep: [16, 24, 48], horizon: 0.66 }), 0.5),
  },
  aurora: {
    ...size,
    alt: 'Green and violet northern lights in folds above snowy hills.',
    scene: northernLight(hills(night, { far: [96, 110, 150], near: [206, 216, 232], seed: 17, from: 0.62 })),
  },
  stars: {
    ...size,
    alt: 'A clear night sky over black hills, with more stars than anybody has counted.',
    scene: hills(night, { far: [24, 26, 46], near: [8, 8, 16], seed: 20, from: 0.7 }),
  },
  tiles: {
    ...size,
    alt: 'Kitchen tiles in blue and ochre, laid out so that two small squares make a large one.',
    scene: tiles([
      [40, 88, 150],
      [226, 178, 84],
      [244, 240, 228],
    ]),
  },
} satisfies Record<string, Picture>;

export type PictureName = keyof typeof pictures;
