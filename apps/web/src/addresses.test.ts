import { describe, expect, it } from 'vitest';
import { addressOf, type Place, readPlace } from './addresses.ts';

const places: Place[] = [
  { kind: 'home' },
  { kind: 'everyone' },
  { kind: 'bookmarks' },
  { kind: 'groups' },
  { kind: 'group', id: '0190f1c2-0000-7000-8000-000000000000' },
  { kind: 'tag', tag: '夜空' },
  { kind: 'profile', username: 'wilma' },
  { kind: 'post', id: '0190f1c2-0000-7000-8000-000000000000' },
  { kind: 'messages', id: null },
  { kind: 'messages', id: '0190f1c2-0000-7000-8000-000000000000' },
  { kind: 'verify-email' },
  { kind: 'login' },
  { kind: 'search', query: '"short / eared" #owl? 100%' },
];

describe('addresses', () => {
  it.each(places)('lead back to the place that they were made of: $kind', (place) => {
    expect(readPlace(addressOf(place))).toEqual(place);
  });

  it('lead home when they are of nothing known', () => {
    for (const hash of ['', '#/', '#/tag/', '#/nowhere/1']) expect(readPlace(hash)).toEqual({ kind: 'home' });
  });

  it('are not of the board when they name a heading of the page', () => {
    expect(readPlace('#board-heading')).toBeNull();
  });

  it('may be written by hand, and badly', () => {
    expect(readPlace('#/tag/100%')).toEqual({ kind: 'tag', tag: '100%' });
  });
});
