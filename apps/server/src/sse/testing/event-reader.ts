import { type ClientRequest, get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { createParser } from 'eventsource-parser';

/** An event as a client sees it. */
export interface ReadEvent {
  id: string | undefined;
  type: string | undefined;
  data: { id: string; at: string; type: string; data: { cursor?: unknown; unreadCount?: unknown; message?: unknown } };
}

/** What a client asks for. */
export interface Reading {
  url: string;
  token: string;
  /** Sent as Last-Event-ID. */
  after?: string | undefined;
  headers?: Record<string, string>;
  method?: 'GET' | 'HEAD';
  /** Characters after which the connection is cut, wherever that is. */
  most?: number | undefined;
}

/** One request for a stream, read by the rules of HTML. */
export interface EventReader extends Disposable {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly events: readonly ReadEvent[];
  readonly comments: readonly string[];
  readonly retries: readonly number[];
  /** Where a client resumes that is cut off now; null as long as it has been told of no place. */
  readonly place: string | null;
  /** All that came, as text. */
  readonly text: string;
  /** Resolves when the answer is over: whole, or cut. */
  readonly ended: Promise<'whole' | 'cut'>;
  /** Cuts the connection. */
  cut(): void;
  /** Stops to read, as a client does that sleeps. */
  sleep(): void;
  wake(): void;
}

/** Asks for a stream; resolves with the headers of its answer. */
export async function readEvents(reading: Reading): Promise<EventReader> {
  const { request, answer } = await ask(reading);
  const events: ReadEvent[] = [];
  const comments: string[] = [];
  const retries: number[] = [];
  let place = reading.after ?? null;
  let text = '';
  const parser = createParser({
    onEvent: ({ id, event, data }) => events.push({ id, type: event, data: JSON.parse(data) }),
    onId: (id) => {
      place = id;
    },
    onComment: (comment) => comments.push(comment),
    onRetry: (ms) => retries.push(ms),
    onError: (error) => {
      throw error;
    },
  });
  const isStream = answer.headers['content-type'] === 'text/event-stream';
  const { most = Number.POSITIVE_INFINITY } = reading;
  answer.setEncoding('utf8').on('data', (chunk: string) => {
    const taken = chunk.slice(0, Math.max(0, most - text.length));
    text += taken;
    if (isStream) parser.feed(taken);
    if (text.length >= most) request.destroy();
  });
  return {
    ...{ status: answer.statusCode ?? 0, headers: answer.headers, events, comments, retries },
    get place() {
      return place;
    },
    get text() {
      return text;
    },
    ended: endOf(answer),
    cut: () => void request.destroy(),
    sleep: () => void answer.pause(),
    wake: () => void answer.resume(),
    [Symbol.dispose]: () => void request.destroy(),
  };
}

async function ask({ url, token, after, headers, method = 'GET' }: Reading): Promise<{
  request: ClientRequest;
  answer: IncomingMessage;
}> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const place = after === undefined ? {} : { 'last-event-id': after };
  const options = {
    method,
    agent: false,
    headers: { authorization: `Bearer ${token}`, ...place, ...headers },
  } as const;
  const request = get(`${url}/api/v1/events`, options, resolve).on('error', reject);
  return { request, answer: await promise };
}

function endOf(answer: IncomingMessage): Promise<'whole' | 'cut'> {
  const { promise, resolve } = Promise.withResolvers<'whole' | 'cut'>();
  answer.on('error', () => undefined);
  answer.once('close', () => resolve(answer.complete ? 'whole' : 'cut'));
  return promise;
}
