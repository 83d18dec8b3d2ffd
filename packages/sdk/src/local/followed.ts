import type { LiveEvents } from '../events.ts';
import type { StreamEvent } from '../generated/types.ts';
import type { SessionStore } from '../session-store.ts';
import { StateStore, type Store } from './store.ts';

/** What local views stand on. */
export interface FollowedPorts {
  events: Pick<LiveEvents, 'follow'>;
  session: Pick<SessionStore, 'accountId' | 'subscribe'>;
  report(error: unknown): void;
}

/** How a model begins, goes on and is shown. */
export interface FollowedParts<Model, Change, Snapshot, State> {
  empty: Model;
  reduce(model: Model, change: Change): Model;
  show(model: Model): State;
  /** Reads what the model begins with; gets the one of before. */
  read(model: Model): Promise<Snapshot>;
  began(snapshot: Snapshot): Change;
  told(event: StreamEvent): Change;
  opened: Change;
  failed: Change;
  /** Called after each change. */
  changed?(): void;
}

/** A model that follows the events of whoever is signed in, while somebody looks at it. */
export class Followed<Model, Change, Snapshot, State> implements Store<State> {
  readonly #ports: FollowedPorts;
  readonly #parts: FollowedParts<Model, Change, Snapshot, State>;
  readonly #store: StateStore<State>;
  #model: Model;
  #owner: string | null;
  #close: (() => void) | null = null;

  constructor(ports: FollowedPorts, parts: FollowedParts<Model, Change, Snapshot, State>) {
    this.#ports = ports;
    this.#parts = parts;
    this.#model = parts.empty;
    this.#owner = ports.session.accountId;
    this.#store = new StateStore(parts.show(parts.empty), ports.report);
  }

  get current(): State {
    return this.#store.current;
  }

  get model(): Model {
    return this.#model;
  }

  /** Whose model it is; what was asked for in the name of another is not for it. */
  get owner(): string | null {
    return this.#owner;
  }

  subscribe(listener: () => void): () => void {
    this.#close ??= this.#open();
    const leave = this.#store.subscribe(listener);
    return () => {
      leave();
      // NOTE: whoever leaves to come back in the same tick does not have it read anew.
      setTimeout(() => this.#settle());
    };
  }

  apply(change: Change): void {
    this.#become(this.#parts.reduce(this.#model, change));
  }

  /** Follows no more. */
  close(): void {
    this.#close?.();
    this.#close = null;
  }

  #open(): () => void {
    const { events, session } = this.#ports;
    const { opened, told } = this.#parts;
    this.#own();
    const stop = events.follow(() => this.#read(), {
      snapshot: (begin) => begin(),
      event: (event) => this.apply(told(event)),
    });
    this.apply(opened);
    const leave = session.subscribe(() => this.#own());
    return () => {
      stop();
      leave();
    };
  }

  #settle(): void {
    if (!this.#store.isWatched) this.close();
  }

  /** Forgets what belongs to somebody else. */
  #own(): void {
    const owner = this.#ports.session.accountId;
    if (owner === this.#owner) return;
    this.#owner = owner;
    this.#become(this.#parts.empty);
  }

  async #read(): Promise<() => void> {
    const { read, began, failed } = this.#parts;
    const owner = this.#owner;
    const unlessAnother = (change: Change): void => {
      if (owner === this.#owner) this.apply(change);
    };
    try {
      const snapshot = await read(this.#model);
      return () => unlessAnother(began(snapshot));
    } catch (error) {
      unlessAnother(failed);
      throw error;
    }
  }

  #become(model: Model): void {
    if (model === this.#model) return;
    this.#model = model;
    this.#store.set(this.#parts.show(model));
    this.#parts.changed?.();
  }
}
