import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../kernel/ports.ts';
import { EnduringClient } from './enduring-client.ts';

/** What a connection that listens is opened with. */
export interface ListenOptions {
  url: string;
  log: Logger;
  channel: string;
  /** Called with everything that is announced on the channel, by ourselves too. */
  heard(payload: string): void;
  /** Announced by ourselves on each connection; that it comes back proves that the connection hears. */
  hello: string;
}

/** A connection to PostgreSQL of its own that hears what is announced on a channel, and comes back whenever it is lost. */
export interface ListeningClient extends AsyncDisposable {
  /** Announces all of these at once; false when they are lost. */
  announce(payloads: readonly string[]): Promise<boolean>;
}

const patienceMs = 5000;
const pulseMs = 15_000;
const proofMs = 3000;

/** Connects, now or whenever the database comes; never throws. */
export function listenTo(options: ListenOptions): ListeningClient {
  const line = new Line(options);
  const ended = line.keep();
  return {
    announce: (payloads) => line.announce(payloads),
    [Symbol.asyncDispose]: async () => {
      await line.close();
      await ended;
    },
  };
}

class Line {
  readonly #options: ListenOptions;
  readonly #closing = new AbortController();
  #client: EnduringClient | null = null;
  #failures = 0;
  #toldOf = new Set<string>();

  constructor(options: ListenOptions) {
    this.#options = options;
  }

  async keep(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await this.#live().catch((error: unknown) => this.#tellOnce('no connection of its own to PostgreSQL', error));
      const ms = Math.min(10_000, 100 * 2 ** this.#failures) * (0.5 + Math.random() / 2);
      this.#failures += 1;
      await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  async announce(payloads: readonly string[]): Promise<boolean> {
    const client = this.#client;
    if (!client) return false;
    try {
      await client.query('select pg_notify($1, payload) from unnest($2::text[]) payload', [
        this.#options.channel,
        payloads,
      ]);
      return true;
    } catch {
      void cut(client);
      return false;
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    if (this.#client) await cut(this.#client);
  }

  /** One connection from its beginning to its end. */
  async #live(): Promise<void> {
    const { url, channel } = this.#options;
    const client = new EnduringClient({
      connectionString: url,
      application_name: 'rookery bus',
      connectionTimeoutMillis: patienceMs,
      query_timeout: patienceMs,
      keepAlive: true,
    });
    const ended = new Promise((resolve) => client.once('end', resolve));
    const watch = new AbortController();
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      if (this.#closing.signal.aborted) return;
      this.#client = client;
      this.#failures = 0;
      void this.#prove(client, watch.signal);
      void this.#feelPulse(client, watch.signal);
      await ended;
    } finally {
      this.#client = null;
      watch.abort();
      await cut(client);
    }
  }

  /** NOTE: a pooler that lends connections by transaction takes LISTEN and lets nothing be heard; then the poll of the journal has to do. */
  async #prove(client: EnduringClient, signal: AbortSignal): Promise<void> {
    const { heard, hello } = this.#options;
    let hears = false;
    client.on('notification', ({ payload = '' }) => {
      if (payload === hello) hears = true;
      heard(payload);
    });
    await this.announce([hello]);
    await sleep(proofMs, undefined, { signal, ref: false }).catch(() => undefined);
    if (!hears && !signal.aborted) this.#tellOnce('a pooler between us and PostgreSQL, through which nothing is heard');
  }

  /** NOTE: a connection that broke without a word looks like a silent one. */
  async #feelPulse(client: EnduringClient, signal: AbortSignal): Promise<void> {
    try {
      for (;;) {
        await sleep(pulseMs, undefined, { signal, ref: false });
        await client.query('select 1');
      }
    } catch {
      void cut(client);
    }
  }

  #tellOnce(reason: string, err?: unknown): void {
    if (this.#closing.signal.aborted || this.#toldOf.has(reason)) return;
    this.#toldOf.add(reason);
    this.#options.log.warn(
      { reason, ...(err === undefined ? {} : { err }) },
      'processes wake each other by their poll',
    );
  }
}

/** Ends a connection, politely while the other side answers. */
async function cut(client: EnduringClient): Promise<void> {
  const late = setTimeout(() => client.connection.stream.destroy(), 1000);
  await client.end().catch(() => undefined);
  clearTimeout(late);
}
