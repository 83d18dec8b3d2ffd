import type { Facet } from '@rookery/sdk';
import { addressOf } from './addresses.ts';
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
  switch (facet.kind) {
    case 'hashtag':
      return element('a', { class: 'hashtag', href: addressOf({ kind: 'tag', tag: facet.tag }) }, text);
    case 'mention':
      return element('a', { class: 'mention', href: addressOf({ kind: 'profile', username: facet.username }) }, text);
    case 'link':
      return outsideLink(facet.url, text);
  }
}

/** A link to an address that somebody wrote. NOTE: javascript: and the like never become one to click on. */
export function outsideLink(url: string, text: string): HTMLAnchorElement | string {
  if (!URL.canParse(url) || !['http:', 'https:'].includes(new URL(url).protocol)) return text;
  return element('a', { href: url, target: '_blank', rel: 'noopener noreferrer nofollow ugc' }, text);
}
