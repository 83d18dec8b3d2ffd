import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Place, readToken, writeToken } from './journal-place.ts';
import { lowestUnseen, parseSnapshot, type Snapshot, seenBy, snapshotText } from './journal-snapshot.ts';

const cluster = '0123456789abcdef';
const hour = 3_600_000;

const snapshot = (least: bigint) =>
  fc
    .record({
      next: fc.bigInt({ min: least, max: 2n ** 62n }),
      gaps: fc.uniqueArray(fc.bigInt({ min: 1n, max: least }), { maxLength: 12 }),
      hours: fc.nat(5_000_000),
    })
    .map(({ next, gaps, hours }): Snapshot => {
      const open = gaps.map((gap) => next - gap).sort((a, b) => (a < b ? -1 : 1));
      return { next, open, at: hours * hour };
    });

const place = snapshot(1000n).chain((seen) =>
  fc.oneof(
    fc.constant<Place>({ seen, page: null }),
    fc
      .record({ until: snapshot(seen.next), after: fc.bigInt({ min: 0n, max: 2n ** 62n }) })
      .map((page): Place => ({ seen, page })),
  ),
);

test('a place comes back from its cursor as it was, or, when its cursor would be too long, earlier', () => {
  fc.assert(
    fc.property(place, (given) => {
      const token = writeToken(cluster, given);
      const read = readToken(cluster, token);
      expect(token.length).toBeLessThanOrEqual(480);
      if (read?.seen.open.length === given.seen.open.length) expect(read).toEqual(given);
      else expect(read?.seen.next).toBe(lowestUnseen(given.seen));
    }),
  );
});

test('a cursor that would be too long for many open transactions goes back to the lowest of them', () => {
  const next = 2n ** 62n;
  const open = Array.from({ length: 400 }, (_, n) => next - 100_000n + BigInt(n));
  const token = writeToken(cluster, { seen: { next, open, at: 0 }, page: null });
  expect(readToken(cluster, token)).toEqual({ seen: { next: open[0], open: [], at: 0 }, page: null });
});

test('what is no cursor of this database is none', () => {
  const good = writeToken(cluster, { seen: { next: 10n, open: [3n, 7n], at: hour }, page: null });
  const bad = [
    '',
    'x',
    cluster,
    `${good}.`,
    `${good}.1`,
    good.replace(/^0/, '1'),
    good.toUpperCase(),
    `${cluster}.1.zzzzzzzzzzzzzz`,
  ];
  const misordered = [
    `${cluster}.1.a-2-5`,
    `${cluster}.1.a-3-3`,
    `${cluster}.1.a-b`,
    `${cluster}.1.a-0`,
    `${cluster}.1.-`,
    `${cluster}.1.a--1`,
  ];
  const backward = `${cluster}.1.a.1.9.1`;
  for (const token of [...bad, ...misordered, backward]) expect(readToken(cluster, token), token).toBeNull();
  expect(readToken(cluster, good)).not.toBeNull();
});

test('no text breaks the reading of cursors', () => {
  const piece = fc.oneof(fc.constantFrom(cluster, '.', '-', 'zzzzzzzzzzzzz', '0', '1', 'é'), fc.string());
  fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => void readToken(cluster, pieces.join(''))));
});

test('a snapshot holds what had ended below the last row that was read, and nothing else', () => {
  const taken = parseSnapshot('5:20:5,9,15', 12n, 0);
  const had = seenBy(taken);
  expect([4n, 5n, 8n, 9n, 11n, 12n, 15n, 19n].filter((xid) => had.has(xid))).toEqual([4n, 8n, 11n]);
  expect(snapshotText(taken)).toBe('5:12:5,9');
  expect(snapshotText(parseSnapshot('20:20:', 12n, 0))).toBe('12:12:');
});
