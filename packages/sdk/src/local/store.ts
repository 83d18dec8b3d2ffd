/** A state that changes, in the shape that React's `useSyncExternalStore` takes. */
export interface Store<State> {
  /** The state of now; the same object until it changes. */
  readonly current: State;
  /** Calls back after changes, once for all of one tick; returns the way out. */
  subscribe(listener: () => void): () => void;
}

/** A store that is told what its state is. */
export class StateStore<State> implements Store<State> {
  readonly #listeners = new Set<() => void>();
  readonly #report: (error: unknown) => void;
  #current: State;
  #telling = false;

  constructor(initial: State, report: (error: unknown) => void) {
    this.#current = initial;
    this.#report = report;
  }

  get current(): State {
    return this.#current;
  }

  get isWatched(): boolean {
    return this.#listeners.size > 0;
  }

  set(state: State): void {
    if (state === this.#current) return;
    this.#current = state;
    if (this.#telling) return;
    this.#telling = true;
    queueMicrotask(() => this.#tell());
  }

  subscribe(listener: () => void): () => void {
    // NOTE: the same function may be added twice, and leaves once for each.
    const own = (): void => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  #tell(): void {
    this.#telling = false;
    for (const listener of [...this.#listeners]) {
      try {
        listener();
      } catch (error) {
        this.#report(error);
      }
    }
  }
}
