const svg = 'http://www.w3.org/2000/svg';
const [width, height] = [72, 24];

/** A line of counts over time, as tall as its highest. */
export function sparkline(counts: readonly number[]): SVGElement {
  const most = Math.max(1, ...counts);
  const step = width / Math.max(1, counts.length - 1);
  const points = counts.map((count, index) => [index * step, height - 2 - (count / most) * (height - 4)].map(round));
  const made = document.createElementNS(svg, 'svg');
  made.setAttribute('viewBox', `0 0 ${width} ${height}`);
  made.setAttribute('class', 'sparkline');
  made.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(svg, 'polyline');
  line.setAttribute('points', points.map((point) => point.join()).join(' '));
  made.append(line);
  return made;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
