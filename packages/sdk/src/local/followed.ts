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
  /** What is known of somebody, or of nobody, at first. */
  empty(owner: string | null): Model;
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

/** Something that is asked for beside what a model begins with, and what becomes of the model meanwhile. */
export interface Asking<Change, Answer> {
  asked: Change;
  missed: Change;
  call(): Promise<Answer>;
  answered(answer: Answer): Change;
}

/** A model that follows the events of whoever is signed in, while somebody looks at it. */
export class Followed<Model, Change, Snapshot, State> implements Store<State> {
  readonly #ports: FollowedPorts;
  readonly #parts: FollowedParts<Model, Change, Snapshot, State>;
  readonly #store: StateStore<State>;
  #model: Model;
  #owner: string | null;
  #close: (() => void) | null = null;
  /** Counts how often everything has been read anew. */
  #round = 0;

  constructor(ports: FollowedPorts, parts: FollowedParts<Model, Change, Snapshot, State>) {
    this.#ports = ports;
    this.#parts = parts;
    this.#owner = ports.session.accountId;
    this.#model = parts.empty(this.#owner);
    this.#store = new StateStore(parts.show(this.#model), ports.report);
    // NOTE: also while nobody looks, so that who looks next is shown nothing of another.
    ports.session.subscribe(() => this.#own());
  }

  get current(): State {
    return this.#store.current;
  }

  get model(): Model {
    return this.#model;
  }

  /** Whether events are followed. */
  get isOpen(): boolean {
    return this.#close !== null;
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

  /** Asks for more. NOTE: the answer is dropped once everything was read anew, or belongs to somebody else. */
  async ask<Answer>({ asked, missed, call, answered }: Asking<Change, Answer>): Promise<void> {
    const round = this.#round;
    const unlessAnew = (change: Change): void => {
      if (round === this.#round) this.apply(change);
    };
    this.apply(asked);
    try {
      unlessAnew(answered(await call()));
    } catch (error) {
      unlessAnew(missed);
      throw error;
    }
  }

  /** Reads everything anew. */
  refresh(): void {
    if (!this.#close) return;
    this.#close();
    this.#close = this.#open();
  }

  /** Follows no more. */
  close(): void {
    this.#close?.();
    this.#close = null;
  }

  #open(): () => void {
    const { opened, told } = this.#parts;
    const stop = this.#ports.events.follow(() => this.#read(), {
      snapshot: (begin) => begin(),
      event: (event) => this.apply(told(event)),
    });
    this.apply(opened);
    return stop;
  }

  #settle(): void {
    if (!this.#store.isWatched) this.close();
  }

  /** Forgets what belongs to somebody else. */
  #own(): void {
    const owner = this.#ports.session.accountId;
    if (owner === this.#owner) return;
    this.#owner = owner;
    this.#round += 1;
    this.#become(this.#parts.empty(owner));
  }

  async #read(): Promise<() => void> {
    const { read, began, failed } = this.#parts;
    const owner = this.#owner;
    const unlessAnother = (change: Change): void => {
      if (owner === this.#owner) this.apply(change);
    };
    try {
      const snapshot = await read(this.#model);
      return () => {
        this.#round += 1;
        unlessAnother(began(snapshot));
      };
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
