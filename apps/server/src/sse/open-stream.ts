import type { ServerResponse } from 'node:http';
import type { Viewer } from '@rookery/api';
import {
  EVENT_SINK,
  type EventFlow,
  type EventSink,
  type EventSource,
  type SharedEvent,
} from '@rookery/api/event-sink';
import { commentBlock, type EventBlocks, placeBlock, retryBlock } from './event-blocks.ts';
import type { StreamLimits } from './stream-limits.ts';

/** What a stream is made of. */
export interface StreamParts {
  res: ServerResponse;
  viewer: Viewer;
  blocks: EventBlocks;
  limits: StreamLimits;
  /** Milliseconds since whenever, by a clock that never jumps. */
  now(): number;
  /** Tells the log why a stream has failed. */
  report(cause: unknown): void;
}

/** The headers under which events are streamed: nobody on the way keeps, packs or holds them back. */
export const streamHeaders = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  // NOTE: whoever comes again comes to a process that is there, on another connection.
  connection: 'close',
};

const keepAliveMs = 15_000;
const heartbeat = ':\n\n';

/** One client's stream, from its headers to its last word. */
export class OpenStream implements EventSink {
  readonly viewer: Viewer;
  readonly #res: ServerResponse;
  readonly #blocks: EventBlocks;
  readonly #limits: StreamLimits;
  readonly #now: () => number;
  readonly #report: (cause: unknown) => void;
  #flow: EventFlow | null = null;
  #wroteAt = 0;
  #fullSince: number | null = null;
  #endedAt: number | null = null;

  constructor({ res, viewer, blocks, limits, now, report }: StreamParts) {
    this.viewer = viewer;
    this.#res = res;
    this.#blocks = blocks;
    this.#limits = limits;
    this.#now = now;
    this.#report = report;
  }

  get backlog(): number {
    return this.#res.writableLength;
  }

  /** Sends what a source has until the client is gone or the stream is ended. */
  begin(source: EventSource<unknown>): void {
    const res = this.#res;
    res.on('error', () => undefined);
    res.on('drain', () => this.#relieve());
    res.once('close', () => this.#stop());
    res.socket?.setKeepAlive(true, keepAliveMs);
    res.writeHead(200, streamHeaders);
    this.#write(retryBlock(between(1000, 4000)));
    const flow = source[EVENT_SINK](this);
    this.#flow = flow;
    if (this.#endedAt !== null) flow.stop();
  }

  opened(cursor: string): void {
    this.#write(placeBlock(cursor));
  }

  push(event: SharedEvent): boolean {
    if (this.#endedAt !== null || this.#fullSince !== null) return false;
    this.#write(this.#blocks.block(event));
    return true;
  }

  fail(cause: unknown): void {
    this.#report(cause);
    this.end('internal_error');
  }

  done(): void {
    this.end('done');
  }

  /** Ends the stream, and says why to whoever looks on. The client comes again, and is let in or told why not. */
  end(why: string): void {
    this.#end(commentBlock(why));
  }

  /** Sends the client to another process. */
  sendAway(): void {
    this.#end(commentBlock('going away') + retryBlock(between(200, 1200)));
  }

  /** Cuts the connection without waiting for the client. */
  cut(): void {
    this.#res.destroy();
  }

  /** Looks after the stream, now and then. */
  tick(): void {
    const { backlogTime, closeTime, heartbeatEvery } = this.#limits;
    const since = (time: number): number => this.#now() - time;
    if (this.#endedAt !== null) {
      if (since(this.#endedAt) >= closeTime) this.cut();
    } else if (this.#fullSince !== null) {
      if (since(this.#fullSince) >= backlogTime && !this.#relieve()) this.cut();
    } else if (since(this.#wroteAt) >= heartbeatEvery) this.#write(heartbeat);
  }

  #write(block: string | Buffer): void {
    const res = this.#res;
    if (this.#endedAt !== null || res.destroyed) return;
    res.write(block);
    this.#wroteAt = this.#now();
    if (res.writableLength > this.#mostWaiting) this.#fullSince ??= this.#wroteAt;
  }

  /** NOTE: `drain` comes only if there was more than the socket's own mark. */
  get #mostWaiting(): number {
    return Math.max(this.#limits.maxBacklog, this.#res.writableHighWaterMark);
  }

  /** Goes on if the client has caught up; false if it has not. */
  #relieve(): boolean {
    if (this.#fullSince === null) return true;
    if (this.backlog > this.#mostWaiting) return false;
    this.#fullSince = null;
    this.#flow?.resume?.();
    return true;
  }

  #end(lastWords: string): void {
    if (this.#endedAt !== null) return;
    this.#stop();
    this.#res.end(lastWords);
  }

  #stop(): void {
    if (this.#endedAt !== null) return;
    this.#endedAt = this.#now();
    this.#flow?.stop();
  }
}

function between(least: number, most: number): number {
  return least + Math.random() * (most - least);
}
