import { guard } from '../guard.ts';
import { type Loader, loadOnce, whenLoaded } from '../live/loading.ts';
import type { Store } from './store.ts';

/** A local view whose code is loaded when somebody first looks at it or does something with it. */
export class LateView<State, View extends Store<State>> implements Store<State> {
  readonly #empty: State;
  readonly #load: Loader<View>;
  readonly #report: (error: unknown) => void;
  #view: View | null = null;

  constructor(empty: State, load: Loader<View>, report: (error: unknown) => void) {
    this.#empty = empty;
    this.#report = report;
    this.#load = loadOnce(async () => {
      this.#view = await load();
      return this.#view;
    }, report);
  }

  get current(): State {
    return this.#view ? this.#view.current : this.#empty;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.#view) return this.#view.subscribe(listener);
    let leave: (() => void) | null = null;
    const stop = whenLoaded(this.#load, {
      use: (view) =>
        guard(this.#report, () => {
          leave = view.subscribe(listener);
        }),
    });
    return () => {
      stop();
      leave?.();
    };
  };

  /** Does something with the view once it is there. */
  async with<T>(act: (view: View) => Promise<T>): Promise<T> {
    return act(this.#view ?? (await this.#load()));
  }
}
