import { addressOf, isLetterKind, type LetterKind } from '../addresses.ts';

/** Where a link of a letter leads, and the secret that it brings. */
export interface LetterLink {
  kind: LetterKind;
  token: string | null;
}

/** The link of a letter that somebody followed to a path; null when it is another path. */
export function readLetterLink({ pathname, search }: Pick<Location, 'pathname' | 'search'>): LetterLink | null {
  const kind = pathname.slice(1);
  return isLetterKind(kind) ? { kind, token: new URLSearchParams(search).get('token') || null } : null;
}

/** Takes a letter's link out of the address, before anybody can read its token there or pass it on. */
export function takeLetterLink(): LetterLink | null {
  const link = readLetterLink(location);
  if (link) history.replaceState(null, '', `/${addressOf({ kind: link.kind })}`);
  return link;
}
