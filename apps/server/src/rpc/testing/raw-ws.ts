import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';

/** A client that sends and gets frames as they are. */
export class RawSocket implements AsyncDisposable {
  readonly ws: WebSocket;
  readonly frames: string[] = [];
  /** The code by which the server closed. */
  readonly closed: Promise<number>;
  #changed = Promise.withResolvers<void>();

  private constructor(ws: WebSocket) {
    this.ws = ws;
    this.closed = new Promise((resolve) => ws.on('close', resolve));
    ws.on('message', (data) => this.#add(String(data)));
    ws.on('error', () => undefined);
    ws.on('close', () => this.#add(null));
  }

  static async open(url: string, options: ClientOptions = {}): Promise<RawSocket> {
    const socket = new RawSocket(new WebSocket(url, options));
    await once(socket.ws, 'open');
    return socket;
  }

  send(...messages: unknown[]): void {
    for (const message of messages)
      this.ws.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  }

  /** Waits for the frame at an index, parsed if it is JSON; fails when the socket is closed before. */
  async frame(index: number): Promise<unknown> {
    await this.until(() => this.frames.length > index);
    const text = this.frames[index] ?? '';
    return text.startsWith('{') ? JSON.parse(text) : text;
  }

  /** Waits until frames make something true. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) {
      if (this.ws.readyState === WebSocket.CLOSED) throw new Error(`closed after ${this.frames.length} frames`);
      await this.#changed.promise;
    }
  }

  /** Waits until the server has answered a ping after everything that came before. */
  async settled(): Promise<void> {
    const pongs = (): number => this.frames.filter((frame) => frame === 'PONG').length;
    const before = pongs();
    this.send('PING');
    await this.until(() => pongs() > before);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.ws.terminate();
    await this.closed;
  }

  #add(frame: string | null): void {
    if (frame !== null) this.frames.push(frame);
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
