import { z } from 'zod';

/** What is told on a channel; a hint has an empty message. */
export type News = readonly [channel: string, message: string];

/** Who tells it, and what. */
const Envelope = z.tuple([z.string(), z.array(z.tuple([z.string(), z.string()]))]);

/** NOTE: PostgreSQL refuses what has 8000 bytes. */
const mostBytes = 7999;

/** Wraps news of one process in as few envelopes as possible; what fits into none, even alone, is left out and handed to `tooLarge`. */
export function wrap(self: string, news: readonly News[], tooLarge: (channel: string) => void): string[] {
  const head = `[${JSON.stringify(self)},[`;
  const room = mostBytes - head.length - 2;
  const bodies: { text: string; bytes: number }[] = [];
  for (const item of news) {
    const text = JSON.stringify(item);
    const bytes = Buffer.byteLength(text);
    const last = bodies.at(-1);
    if (bytes > room) tooLarge(item[0]);
    else if (last && last.bytes + 1 + bytes <= room) {
      last.text += `,${text}`;
      last.bytes += 1 + bytes;
    } else bodies.push({ text, bytes });
  }
  return bodies.map(({ text }) => `${head}${text}]]`);
}

/** What others tell in an envelope; nothing when it is our own, or none of ours. */
export function unwrap(self: string, text: string): readonly News[] {
  const envelope = Envelope.safeParse(parse(text));
  if (!envelope.success) return [];
  const [sender, news] = envelope.data;
  return sender === self ? [] : news;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
