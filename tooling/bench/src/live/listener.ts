import { setTimeout } from 'node:timers/promises';
import { WebSocket } from 'ws';

/** How a socket listens. */
export interface ListenerOptions {
  url: string;
  /** Empty: of a bare server, which sends to whoever is there. */
  token: string;
  /** The address it comes from, as if it were another machine. */
  from: string;
  /** The number of the last message before it listens. */
  after: number;
  onMessage(listener: Listener, seq: number): void;
  onRefused(): void;
  jitter(): number;
}

const isMessage = '"type":"message.created"';
const beforeSeq = '"seq":';
const beforeCursor = '"id":"';
const [zero, nine] = [48, 57];

/** One device that hears of messages, and counts whether their numbers follow one another. */
export class Listener {
  readonly #options: ListenerOptions;
  #socket: WebSocket | null = null;
  /** The last frame with a cursor. */
  #frame: Buffer | null = null;
  last: number;
  got = 0;
  lost = 0;
  twice = 0;

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.last = options.after;
  }

  /** Connects and goes on after what it has had, again and again until it is let in. */
  async open(): Promise<void> {
    for (let attempt = 0; !(await this.#connect()); attempt += 1) {
      this.#options.onRefused();
      await setTimeout(this.#options.jitter() * Math.min(5000, 250 * 2 ** attempt));
    }
  }

  cut(): void {
    this.#socket?.terminate();
  }

  #connect(): Promise<boolean> {
    const { url, token, from } = this.#options;
    const socket = new WebSocket(url, { perMessageDeflate: false, localAddress: from });
    this.#socket = socket;
    return new Promise((resolve) => {
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(false));
      socket.on('open', () => (token === '' ? resolve(true) : this.#subscribe(socket)));
      socket.on('message', (data: Buffer) => {
        if (data.includes('"type":"started"')) resolve(true);
        else this.#hear(data);
      });
    });
  }

  #subscribe(socket: WebSocket): void {
    const lastEventId = this.#frame && cursorOf(this.#frame);
    const input = { json: lastEventId === null ? {} : { lastEventId } };
    socket.send(JSON.stringify({ id: null, method: 'connectionParams', data: { token: this.#options.token } }));
    socket.send(JSON.stringify({ id: 1, method: 'subscription', params: { path: 'events.stream', input } }));
  }

  #hear(data: Buffer): void {
    if (!data.includes(isMessage)) return;
    this.#frame = data;
    const seq = seqOf(data);
    this.got += 1;
    if (seq <= this.last) this.twice += 1;
    else {
      this.lost += seq - this.last - 1;
      this.last = seq;
    }
    this.#options.onMessage(this, seq);
  }
}

function seqOf(data: Buffer): number {
  let seq = 0;
  for (let at = data.indexOf(beforeSeq) + beforeSeq.length; at < data.length; at += 1) {
    const code = data[at] ?? 0;
    if (code < zero || code > nine) break;
    seq = seq * 10 + code - zero;
  }
  return seq;
}

/** NOTE: it stands last in a frame. */
function cursorOf(data: Buffer): string {
  const begin = data.lastIndexOf(beforeCursor) + beforeCursor.length;
  return data.toString('latin1', begin, data.indexOf('"', begin));
}
