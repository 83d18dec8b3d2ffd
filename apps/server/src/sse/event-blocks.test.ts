import { createParser, type EventSourceMessage } from 'eventsource-parser';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commentBlock, EventBlocks, eventBlock, placeBlock, retryBlock } from './event-blocks.ts';

/** What a client makes of a stream that comes in pieces of a size. */
function parse(text: string, size: number) {
  const events: EventSourceMessage[] = [];
  const ids: string[] = [];
  const parser = createParser({ onEvent: (event) => events.push(event), onId: (id) => ids.push(id) });
  for (let at = 0; at < text.length; at += size) parser.feed(text.slice(at, at + size));
  return { events, ids };
}

test('an event is read as it was written, whatever it says and however it is cut on its way', () => {
  const data = fc.record({
    type: fc.constant('message.created'),
    at: fc.date({ noInvalidDate: true }),
    data: fc.anything(),
  });
  const kept = data.filter((one) => JSON.stringify(one) !== undefined);
  const texts = fc.record({ type: fc.constant('x'), data: fc.string({ unit: 'grapheme', maxLength: 200 }) });
  fc.assert(
    fc.property(fc.array(fc.oneof(texts, kept), { maxLength: 5 }), fc.integer({ min: 1, max: 50 }), (all, size) => {
      const blocks = all.map((one, index) => eventBlock({ id: `place-${index}`, data: one }));
      const between = [retryBlock(1500.4), placeBlock('start'), ':\n\n'];
      const { events, ids } = parse([...between, ...blocks, commentBlock('bye')].join(''), size);
      expect(ids).toEqual(['start', ...all.map((_, index) => `place-${index}`)]);
      expect(events.map(({ data: text }) => JSON.parse(text))).toEqual(
        all.map((one) => JSON.parse(JSON.stringify(one))),
      );
      expect(events.map(({ event }) => event)).toEqual(all.map(({ type }) => type));
    }),
  );
});

test('line breaks of every kind stay within the data', () => {
  const data = { type: 'x', text: 'a\nb\r\nc\rd\u2028e\u2029f\u0000g\n\nid: evil\n\n' };
  const { events, ids } = parse(eventBlock({ id: '1', data }), 7);
  expect(events).toEqual([{ id: '1', event: 'x', data: JSON.stringify(data) }]);
  expect(ids).toEqual(['1']);
});

test('dates are ISO, and what is undefined is not there', () => {
  const data = { type: 'x', at: new Date(0), gone: undefined };
  expect(eventBlock({ id: null, data })).toBe('event: x\ndata: {"type":"x","at":"1970-01-01T00:00:00.000Z"}\n\n');
});

test('an event is written once for all readers', () => {
  const blocks = new EventBlocks();
  const event = { id: '1', data: { type: 'x' } };
  expect(blocks.block(event)).toBe(blocks.block(event));
  expect(blocks.block({ ...event })).not.toBe(blocks.block(event));
});
