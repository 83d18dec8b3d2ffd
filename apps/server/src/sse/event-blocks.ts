import type { SharedEvent } from '@rookery/api/event-sink';

/** Blocks of events that many readers get: written once, and put into bytes once for all of them. */
export class EventBlocks {
  readonly #written = new WeakMap<SharedEvent, Buffer>();

  block(event: SharedEvent): Buffer {
    const known = this.#written.get(event) ?? Buffer.from(eventBlock(event));
    this.#written.set(event, known);
    return known;
  }
}

/** The block of one event. NOTE: JSON bears no line break, so that the data are one line. */
export function eventBlock({ id, data }: SharedEvent): string {
  const place = id === null ? '' : `id: ${id}\n`;
  return `${place}event: ${typeOf(data)}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Tells where the reader stands, without an event. */
export function placeBlock(cursor: string): string {
  return `id: ${cursor}\n\n`;
}

/** Tells how long to wait before coming again. */
export function retryBlock(ms: number): string {
  return `retry: ${Math.round(ms)}\n\n`;
}

/** Says something to people who look on; no program minds it. */
export function commentBlock(words: string): string {
  return `: ${words}\n\n`;
}

/** NOTE: every live event is an object that bears its type. */
function typeOf(data: unknown): string {
  return (data as { type: string }).type;
}
