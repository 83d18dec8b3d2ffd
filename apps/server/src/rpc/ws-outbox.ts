import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';

const asText = { binary: false };

/** How much may wait in an outbox. */
export interface OutboxOptions {
  maxBacklog: number;
  now(): number;
}

/** What is on its way to a client. It is full when the client does not read. */
export class Outbox {
  readonly #ws: WebSocket;
  readonly #maxBacklog: number;
  readonly #now: () => number;
  readonly #waiting = new Set<() => void>();
  #fullSince: number | null = null;

  /**
   * NOTE: `socket` is the one below the WebSocket. Its `drain` tells that all of the backlog is gone, but comes only if there
   * was more than its own mark.
   */
  constructor(ws: WebSocket, socket: Duplex, { maxBacklog, now }: OutboxOptions) {
    this.#ws = ws;
    this.#maxBacklog = Math.max(maxBacklog, socket.writableHighWaterMark);
    this.#now = now;
    socket.on('drain', () => this.relieve());
  }

  get isFull(): boolean {
    return this.#fullSince !== null;
  }

  get fullSince(): number | null {
    return this.#fullSince;
  }

  /** Bytes that the client has yet to take. */
  get backlog(): number {
    return this.#ws.bufferedAmount;
  }

  /**
   * Sends a frame of text, full or not: who can wait asks first.
   * NOTE: a client that reads nothing is not read from either, so it cannot ask for more answers.
   */
  send(frame: string | Buffer): void {
    const ws = this.#ws;
    if (ws.readyState !== WebSocket.OPEN) return;
    ws.send(frame, asText);
    if (ws.bufferedAmount <= this.#maxBacklog || this.#fullSince !== null) return;
    this.#fullSince = this.#now();
    ws.pause();
  }

  /** Calls back once when there is room again. */
  whenRelieved(callback: () => void): void {
    this.#waiting.add(callback);
  }

  /** Forgets a callback. */
  forget(callback: () => void): void {
    this.#waiting.delete(callback);
  }

  /** Goes on if the client has caught up; false if it has not. */
  relieve(): boolean {
    if (this.#fullSince === null) return true;
    if (this.#ws.bufferedAmount > this.#maxBacklog) return false;
    this.#fullSince = null;
    this.#ws.resume();
    this.#callWaiting();
    return true;
  }

  #callWaiting(): void {
    for (const callback of [...this.#waiting]) {
      if (this.isFull) return;
      this.#waiting.delete(callback);
      callback();
    }
  }
}
