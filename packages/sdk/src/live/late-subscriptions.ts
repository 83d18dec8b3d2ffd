import { type Loader, whenLoaded } from './loading.ts';
import type { Subscribe, SubscriptionPorts, Subscriptions } from './subscriptions.ts';

/** Subscriptions that begin, in their order, as soon as their code has been loaded. */
export class LateSubscriptions {
  readonly #load: Loader<{ Subscriptions: typeof Subscriptions }>;
  readonly #ports: SubscriptionPorts;
  readonly #waiting = new Set<(code: Subscriptions) => void>();
  #subscriptions: Subscriptions | null = null;
  #stopLoading: (() => void) | null = null;

  constructor(load: Loader<{ Subscriptions: typeof Subscriptions }>, ports: SubscriptionPorts) {
    this.#load = load;
    this.#ports = ports;
  }

  readonly subscribe: Subscribe = (...wanted) => {
    if (this.#subscriptions) return this.#subscriptions.subscribe(...wanted);
    this.#ports.socket();
    let leave: (() => void) | null = null;
    const join = (subscriptions: Subscriptions): void => {
      leave = subscriptions.subscribe(...wanted);
    };
    this.#waiting.add(join);
    this.#stopLoading ??= whenLoaded(this.#load, { use: (code) => this.#begin(code) });
    return () => {
      leave?.();
      if (this.#waiting.delete(join)) this.#settle();
    };
  };

  /** Ends all of them. */
  close(): void {
    this.#waiting.clear();
    this.#settle();
    this.#subscriptions?.close();
  }

  #begin(code: { Subscriptions: typeof Subscriptions }): void {
    this.#subscriptions = new code.Subscriptions(this.#ports);
    for (const join of this.#waiting) join(this.#subscriptions);
    this.#waiting.clear();
  }

  #settle(): void {
    if (this.#waiting.size > 0) return;
    this.#stopLoading?.();
    this.#stopLoading = null;
  }
}
