import { randomUUID } from 'node:crypto';
import type { Bus, Logger } from '../kernel/ports.ts';
import { type News, unwrap, wrap } from './bus-envelope.ts';
import { type ListeningClient, listenTo } from './listening-client.ts';
import { memoryBus } from './memory-bus.ts';

/** A bus with a connection of its own. */
export interface OpenBus extends Bus, AsyncDisposable {}

/** What a bus over PostgreSQL is opened with. */
export interface PostgresBusOptions {
  url: string;
  log: Logger;
  /** Whether nobody is there to be told. */
  isAlone(): boolean;
}

/** On it a process that has come, or come back, is announced. */
export const arrivalChannel = 'process';

const channel = 'rookery_bus';
const gatherMs = 10;
const mostWaiting = 2000;

/**
 * News between processes by NOTIFY, on a connection of its own: inside the transactions that write it would make them wait for one
 * another. Those of this process do not go through PostgreSQL.
 */
export function postgresBus({ url, log, isAlone }: PostgresBusOptions): OpenBus {
  const local = memoryBus();
  const self = randomUUID();
  const hello = JSON.stringify([self, [[arrivalChannel, '']]]);
  const heard = (payload: string) => {
    for (const [name, message] of unwrap(self, payload)) local.publish(name, message);
  };
  const listening = listenTo({ url, log, channel, heard, hello });
  const outbox = new Outbox((news) =>
    listening.announce(wrap(self, news, (name) => log.debug({ channel: name }, 'a message too large for the bus'))),
  );
  return {
    publish: (name, message = '') => {
      local.publish(name, message);
      if (!isAlone()) outbox.add([name, message]);
    },
    subscribe: local.subscribe,
    [Symbol.asyncDispose]: () => outbox.close(listening),
  };
}

/** Gathers news of some milliseconds, so that many cost one round trip. */
class Outbox {
  readonly #send: (news: readonly News[]) => Promise<unknown>;
  #hints = new Set<string>();
  #news: News[] = [];
  #sending: Promise<void> | null = null;
  #isClosed = false;

  constructor(send: (news: readonly News[]) => Promise<unknown>) {
    this.#send = send;
  }

  /** NOTE: while the database does not answer, the newest are dropped: memory matters more than a hint. */
  add(item: News): void {
    const [name, message] = item;
    if (this.#isClosed || this.#news.length >= mostWaiting) return;
    if (message === '') {
      if (this.#hints.has(name)) return;
      this.#hints.add(name);
    }
    this.#news.push(item);
    this.#sending ??= this.#empty();
  }

  /** What still waits is sent first. */
  async close(listening: ListeningClient): Promise<void> {
    this.#isClosed = true;
    await this.#sending;
    await listening[Symbol.asyncDispose]();
  }

  /** The first goes out at once, what comes in the next milliseconds together. */
  async #empty(): Promise<void> {
    await Promise.resolve();
    while (this.#news.length > 0) {
      const news = this.#news;
      this.#news = [];
      this.#hints = new Set();
      const pause = new Promise((resolve) => setTimeout(resolve, gatherMs));
      await this.#send(news);
      await pause;
    }
    this.#sending = null;
  }
}
