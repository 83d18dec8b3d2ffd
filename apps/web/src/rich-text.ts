import type { Facet } from '@rookery/sdk';
import { element } from './dom.ts';

/** The text of a post with its links, mentions and hashtags; facets count in UTF-16 units, as strings here do. */
export function richText(text: string, facets: readonly Facet[]): DocumentFragment {
  const drawn = document.createDocumentFragment();
  let done = 0;
  for (const facet of facets.toSorted((a, b) => a.start - b.start)) {
    if (facet.start < done || facet.end > text.length) continue;
    drawn.append(text.slice(done, facet.start), drawFacet(facet, text.slice(facet.start, facet.end)));
    done = facet.end;
  }
  drawn.append(text.slice(done));
  return drawn;
}

function drawFacet(facet: Facet, text: string): Node | string {
  if (facet.kind === 'hashtag') return element('span', { class: 'hashtag' }, text);
  if (facet.kind === 'mention') return element('span', { class: 'mention', title: `@${facet.username}` }, text);
  return isWebAddress(facet.url) ? link(facet.url, text) : text;
}

function link(url: string, text: string): HTMLAnchorElement {
  return element('a', { href: url, target: '_blank', rel: 'noopener noreferrer nofollow ugc' }, text);
}

/** NOTE: an address is what somebody wrote; javascript: and the like never become one to click on. */
function isWebAddress(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}
