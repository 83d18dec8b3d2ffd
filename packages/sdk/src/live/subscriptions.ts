import type { RookeryError } from '../errors.ts';
import { guard } from '../guard.ts';
import { waitBefore } from '../retry.ts';
import type { SessionStore } from '../session-store.ts';
import { decode } from '../wire.ts';
import { Connection } from './connection.ts';
import { Endurance } from './endurance.ts';
import { recover } from './recover.ts';
import type { SocketConstructor } from './socket.ts';

/** What subscriptions stand on. */
export interface SubscriptionPorts {
  url: string;
  /** Throws where there is none. */
  socket(): SocketConstructor;
  session: SessionStore;
  report(error: unknown): void;
}

/** Calls back with what a procedure streams, until the server ends it; returns the way out. */
export type Subscribe = (path: string, input: unknown, handler: (event: unknown) => unknown) => () => void;

interface Wanted {
  path: string;
  input: unknown;
  handler(event: unknown): unknown;
  leave(): void;
}

/** Hints, which nobody resumes: all over one socket, subscribed to anew when that broke or somebody else has signed in. */
export class Subscriptions {
  readonly #ports: SubscriptionPorts;
  readonly #wanted = new Set<Wanted>();
  readonly #leaveSession: () => void;
  #endurance: Endurance | null = null;
  #live: Connection | null = null;

  constructor(ports: SubscriptionPorts) {
    this.#ports = ports;
    this.#leaveSession = ports.session.subscribe(() => {
      if (this.#live && this.#live.token !== (ports.session.state?.accessToken ?? null)) this.#live.stale.resolve();
    });
  }

  readonly subscribe: Subscribe = (path, input, handler) => {
    this.#ports.socket();
    const wanted: Wanted = { path, input, handler, leave: () => undefined };
    this.#wanted.add(wanted);
    if (this.#live?.isOpen) this.#join(this.#live, wanted);
    this.#endurance ??= this.#begin();
    return () => {
      wanted.leave();
      this.#forget(wanted);
    };
  };

  /** Ends all of them. */
  close(): void {
    this.#leaveSession();
    this.#wanted.clear();
    this.#settle();
  }

  #forget(wanted: Wanted): void {
    this.#wanted.delete(wanted);
    // NOTE: whoever leaves to come back in the same tick does not cost a connection.
    setTimeout(() => this.#settle());
  }

  #settle(): void {
    if (this.#wanted.size > 0) return;
    this.#endurance?.close();
    this.#endurance = null;
    this.#live?.close();
    this.#live = null;
  }

  #begin(): Endurance {
    const { session, report } = this.#ports;
    const endurance = new Endurance({
      flow: (signal, opened) => this.#flow(signal, opened),
      recover: (error) =>
        recover(error, { used: this.#live?.token ?? null, renew: (used) => session.renew(used), report }),
      onTry: () => undefined,
      onPause: () => undefined,
    });
    endurance.start();
    return endurance;
  }

  async #flow(signal: AbortSignal, opened: () => void): Promise<void> {
    const { url, socket, session } = this.#ports;
    const token = await session.token();
    signal.throwIfAborted();
    const connection = new Connection({ url, WebSocket: socket(), token });
    this.#live = connection;
    for (const wanted of this.#wanted) this.#join(connection, wanted, opened);
    const error = await Promise.race([connection.ended.promise, connection.stale.promise]);
    connection.close();
    if (error) throw error;
  }

  #join(connection: Connection, wanted: Wanted, started = (): void => undefined): void {
    const { report } = this.#ports;
    wanted.leave = connection.subscribe(wanted.path, wanted.input, {
      started,
      data: (data) => guard(report, () => wanted.handler(decode(data))),
      ended: (error) => this.#ended(connection, wanted, error),
    });
  }

  #ended(connection: Connection, wanted: Wanted, error: RookeryError | null): void {
    const tokenAtFault = error?.code === 'UNAUTHORIZED' && connection.token !== null;
    if (error && (tokenAtFault || waitBefore(error, 0) !== null)) connection.end(error);
    else {
      if (error) this.#ports.report(error);
      this.#forget(wanted);
    }
  }
}
