/** What the board can show. */
export type BoardPlace =
  | { kind: 'home' | 'everyone' | 'groups' | 'bookmarks' }
  | { kind: 'tag'; tag: string }
  | { kind: 'profile'; username: string }
  | { kind: 'post' | 'group'; id: string }
  | { kind: 'search'; query: string };

const letterKinds = ['verify-email', 'reset-password', 'forgot-password', 'login'] as const;

/** Where the letters of the server lead. */
export type LetterKind = (typeof letterKinds)[number];

/** What the page can show; each place has an address of its own behind the # of the page. */
export type Place = BoardPlace | { kind: 'messages'; id: string | null } | { kind: LetterKind };

/** The address of a place, to link to. */
export function addressOf(place: Place): string {
  switch (place.kind) {
    case 'home':
      return '#/';
    case 'tag':
      return `#/tag/${encodeURIComponent(place.tag)}`;
    case 'profile':
      return `#/@${encodeURIComponent(place.username)}`;
    case 'post':
    case 'group':
      return `#/${place.kind}/${encodeURIComponent(place.id)}`;
    case 'search':
      return `#/search/${encodeURIComponent(place.query)}`;
    case 'messages':
      return place.id === null ? '#/messages' : `#/messages/${encodeURIComponent(place.id)}`;
    default:
      return `#/${place.kind}`;
  }
}

/** The place of an address; null when it is none, as those of the page's own headings. */
export function readPlace(hash: string): Place | null {
  if (hash !== '' && !hash.startsWith('#/')) return null;
  const [first = '', ...rest] = hash.slice(2).split('/');
  const value = decode(rest.join('/'));
  if (first.startsWith('@')) return { kind: 'profile', username: decode(first.slice(1)) };
  if (first === 'tag' && value) return { kind: 'tag', tag: value };
  if ((first === 'post' || first === 'group') && value) return { kind: first, id: value };
  if (first === 'search' && value) return { kind: 'search', query: value };
  if (first === 'messages') return { kind: 'messages', id: value || null };
  if (isLetterKind(first)) return { kind: first };
  if (first === 'everyone' || first === 'groups' || first === 'bookmarks') return { kind: first };
  return { kind: 'home' };
}

/** Whether a letter of the server leads to places of this kind. */
export function isLetterKind(kind: string): kind is LetterKind {
  return letterKinds.some((one) => one === kind);
}

/** Whether a letter of the server leads to a place. */
export function isLetterPlace(place: Place): place is { kind: LetterKind } {
  return isLetterKind(place.kind);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
