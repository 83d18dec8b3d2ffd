import { describe, expect, test } from 'vitest';
import { check } from './check.ts';
import type { Entry, History, Place } from './history.ts';

const place = (seq: number): Place => ({ conversation: 'c', seq, id: `id${seq}`, clientId: `m${seq}` });
const places = [place(1), place(2), place(3)];

/** Three messages of ann, each sent, acknowledged and heard by all devices, one after the other. */
function soundHistory(): History & { entries: Entry[]; stored: Place[] } {
  const entries = places.flatMap((one, index): Entry[] => {
    const at = index * 10;
    return [
      { at, kind: 'invoked', person: 'ann', conversation: 'c', clientId: one.clientId },
      { at: at + 1, kind: 'acknowledged', ...one },
      ...['ann/1', 'ben/1', 'ben/2'].map((device): Entry => ({ at: at + 2, kind: 'heard', device, ...one })),
    ];
  });
  const devices = { 'ann/1': 'ann', 'ben/1': 'ben', 'ben/2': 'ben' };
  return { devices, members: { c: ['ann', 'ben'] }, entries, stored: [...places] };
}

/** What is found when a sound history is spoilt. */
function kindsAfter(spoil: (history: ReturnType<typeof soundHistory>) => void): string[] {
  const history = soundHistory();
  spoil(history);
  return [...new Set(check(history).map(({ kind }) => kind))];
}

const isHeard = (entry: Entry, device: string, seq: number): boolean =>
  entry.kind === 'heard' && entry.device === device && entry.seq === seq;
const indexOf = (entries: Entry[], device: string, seq: number): number =>
  entries.findIndex((entry) => isHeard(entry, device, seq));

test('a sound history passes', () => {
  expect(check(soundHistory())).toEqual([]);
});

test('what was not acknowledged may be stored once, or not at all', () => {
  const unanswered = soundHistory();
  unanswered.entries = unanswered.entries.filter(({ kind }) => kind !== 'acknowledged');
  unanswered.entries.push({ at: 99, kind: 'invoked', person: 'ben', conversation: 'c', clientId: 'never stored' });
  expect(check(unanswered)).toEqual([]);
});

test('who was removed need not hear the rest, and may have heard what was sent before', () => {
  const history = soundHistory();
  history.entries.splice(indexOf(history.entries, 'ben/2', 3), 1);
  history.entries.splice(indexOf(history.entries, 'ben/1', 3), 1);
  history.entries.push({ at: 15, kind: 'removed', person: 'ben', conversation: 'c' });
  expect(check(history)).toEqual([]);
});

describe('it rejects', () => {
  test('an acknowledged message that is not stored', () => {
    expect(kindsAfter(({ stored }) => stored.splice(2, 1))).toContain('lost');
  });

  test('a message that is stored twice', () => {
    expect(kindsAfter(({ stored }) => stored.push({ ...place(4), clientId: 'm3' }))).toContain('doubled');
  });

  test('numbers with a hole, and numbers that stand for two', () => {
    const to = (seq: number) => kindsAfter(({ stored }) => stored.splice(2, 1, { ...place(3), seq }));
    expect(to(4)).toContain('gap');
    expect(to(2)).toContain('gap');
  });

  test('an answer that told another place or id than is stored', () => {
    expect(kindsAfter(({ stored }) => stored.splice(0, 1, { ...place(1), id: 'other' }))).toContain('told otherwise');
  });

  test('a message that nobody has sent, stored or heard', () => {
    expect(kindsAfter(({ stored }) => stored.push(place(4)))).toContain('phantom');
    expect(kindsAfter(({ entries }) => entries.push({ at: 90, kind: 'heard', device: 'ben/1', ...place(4) }))).toEqual([
      'phantom',
    ]);
  });

  test('a message that one device of a member did not hear', () => {
    const found = kindsAfter(({ entries }) => entries.splice(indexOf(entries, 'ben/2', 2), 1));
    expect(found).toEqual(['missed']);
  });

  test('a message that a device heard twice', () => {
    const found = kindsAfter(({ entries }) => entries.push({ at: 90, kind: 'heard', device: 'ben/1', ...place(3) }));
    expect(found).toEqual(['heard twice']);
  });

  test('messages that a device heard in another order', () => {
    const found = kindsAfter(({ entries }) => {
      const [second, third] = [indexOf(entries, 'ben/1', 2), indexOf(entries, 'ben/1', 3)];
      const [earlier] = entries.splice(second, 1);
      if (earlier) entries.splice(third, 0, earlier);
    });
    expect(found).toEqual(['out of order']);
  });

  test('a message that was heard under another number than it has', () => {
    const found = kindsAfter(({ entries }) => {
      entries.push({ at: 90, kind: 'heard', device: 'ann/1', ...place(3), id: 'id3', seq: 9 });
      entries.splice(indexOf(entries, 'ann/1', 3), 1);
    });
    expect(found).toEqual(['told otherwise']);
  });

  test('a message that was sent after its hearer had been removed', () => {
    const found = kindsAfter(({ entries }) =>
      entries.push({ at: 15, kind: 'removed', person: 'ben', conversation: 'c' }),
    );
    expect(found).toEqual(['heard after removal']);
  });
});
