import type { Rookery, TrendView } from '@rookery/sdk';
import { addressOf } from './addresses.ts';
import { byId, element } from './dom.ts';
import { sparkline } from './sparkline.ts';

const limit = 6;
const restMs = 60_000;

/** The hashtags that many people use now. */
export interface Trends {
  /** Reads them again, unless that was within the last minute. */
  refresh(): Promise<void>;
}

/** Takes hold of the place for trends; it is not there while nothing trends. */
export function createTrends({ hashtags }: Rookery): Trends {
  const place = byId('trends', HTMLElement);
  const list = byId('trend-list', HTMLOListElement);
  let readAt = Number.NEGATIVE_INFINITY;
  return {
    refresh: async () => {
      if (Date.now() - readAt < restMs) return;
      readAt = Date.now();
      const { items } = await hashtags.trending({ limit });
      list.replaceChildren(...items.map(drawTrend));
      place.hidden = items.length === 0;
    },
  };
}

function drawTrend({ tag, posts, people, sparkline: counts }: TrendView): HTMLLIElement {
  const link = element('a', { href: addressOf({ kind: 'tag', tag }), dir: 'auto' }, `#${tag}`);
  const said = `${quantity(posts, 'post', 'posts')} by ${quantity(people, 'person', 'people')}`;
  return element('li', {}, element('span', {}, link, element('span', { class: 'soft' }, said)), sparkline(counts));
}

function quantity(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
