import { createRandom } from '../random.ts';
import { type Color, inside, mix, type Scene } from './paint.ts';
import type { Picture } from './pictures.ts';

const grounds: Color[] = [
  [244, 198, 120],
  [142, 190, 172],
  [226, 144, 124],
  [132, 160, 204],
  [190, 156, 200],
  [208, 206, 150],
  [120, 176, 196],
];
const skins: Color[] = [
  [250, 214, 180],
  [226, 178, 138],
  [188, 132, 92],
  [140, 92, 62],
  [100, 66, 46],
];
const hairs: Color[] = [
  [44, 34, 32],
  [92, 58, 40],
  [150, 96, 52],
  [206, 170, 104],
  [176, 176, 180],
  [122, 52, 40],
];
const clothes: Color[] = [
  [52, 74, 112],
  [156, 66, 62],
  [66, 104, 82],
  [222, 214, 200],
  [92, 72, 120],
  [196, 138, 66],
];

const side = 160;

/** A likeness of somebody: always the same for a username. */
export function portraitOf({ username, name }: { username: string; name: string }): Picture {
  return { alt: `A drawing of ${name}.`, width: side, height: side, scene: likeness(username) };
}

function likeness(username: string): Scene {
  const random = createRandom([...username].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), 7));
  const pick = (colors: Color[]): Color => colors[random.below(colors.length)] ?? [0, 0, 0];
  const [ground, skin, hair, cloth] = [pick(grounds), pick(skins), pick(hairs), pick(clothes)];
  const long = random.next() * 0.6 - 0.12;
  const parting = (random.next() - 0.5) * 0.16;
  const hat = random.next() < 0.2;
  return (x, y) => {
    const shade = mix(ground, [255, 255, 255], 0.28 * (1 - y));
    const behind =
      inside(0.235 - Math.hypot(x - 0.5, (y - 0.4) * 0.95), 0.01) +
      inside(Math.min(0.235 - Math.abs(x - 0.5), y - 0.38, 0.38 + long - y), 0.01);
    let color = mix(shade, hair, behind);
    color = mix(color, cloth, inside(0.36 - Math.hypot((x - 0.5) * 0.9, y - 1.06), 0.01));
    color = mix(
      color,
      mix(skin, [90, 50, 40], 0.16),
      inside(Math.min(0.075 - Math.abs(x - 0.5), y - 0.5, 0.78 - y), 0.01),
    );
    color = mix(color, skin, inside(0.185 - Math.hypot((x - 0.5) * 1.12, (y - 0.45) * 0.9), 0.01));
    const fringe = Math.min(0.2 - Math.hypot(x - 0.5, (y - 0.4) * 0.95), 0.33 + Math.abs(x - 0.5 - parting) * 0.5 - y);
    color = mix(color, hair, inside(fringe, 0.01));
    if (hat) color = mix(color, cloth, inside(Math.min(0.3 - y, 0.22 - Math.hypot(x - 0.5, y - 0.34)), 0.01));
    return mix(color, mix(skin, [60, 30, 30], 0.7), eyesAt(x, y));
  };
}

function eyesAt(x: number, y: number): number {
  const eyes = Math.max(0.014 - Math.hypot(x - 0.435, y - 0.46), 0.014 - Math.hypot(x - 0.565, y - 0.46));
  const mouth = 0.006 - Math.abs(Math.hypot(x - 0.5, y - 0.5) - 0.055);
  return Math.max(inside(eyes, 0.008), y > 0.535 ? inside(mouth, 0.008) : 0);
}
