import type { Logger } from './ports.ts';

/** Somebody who listens, and what he is to be told. */
export interface ViewerHint<Hint> {
  viewerId: string;
  hint: Hint;
}

/** How an audience hears of news, and finds out for whom they are. */
export interface AudienceOptions<News, Hint> {
  log: Logger;
  /** Begins to hear of news; the functions that it returns end that. */
  hear(take: (news: News) => void): (() => void)[];
  /** Which of the viewers is told what of the news. */
  find(news: readonly News[], viewerIds: readonly string[]): Promise<readonly ViewerHint<Hint>[]>;
  /** News that wait to be told; of more, the oldest are dropped. */
  most: number;
  /** Of how many is asked at once. */
  atOnce: number;
}

/** Those who listen in this process: asks for all of them at once who is told of the newest; hears only while somebody listens. */
export class Audience<News, Hint> {
  readonly #options: AudienceOptions<News, Hint>;
  readonly #listeners = new Map<string, Set<(hint: Hint) => void>>();
  #leave: (() => void)[] = [];
  #waiting: News[] = [];
  #asking = false;

  constructor(options: AudienceOptions<News, Hint>) {
    this.#options = options;
  }

  /** Calls a listener with what a viewer is told, until the function it returns is called. */
  add(viewerId: string, listener: (hint: Hint) => void): () => void {
    if (this.#listeners.size === 0) this.#leave = this.#options.hear((news) => this.#take(news));
    const known = this.#listeners.get(viewerId) ?? new Set();
    this.#listeners.set(viewerId, known.add(listener));
    return () => this.#remove(viewerId, listener);
  }

  #remove(viewerId: string, listener: (hint: Hint) => void): void {
    const known = this.#listeners.get(viewerId);
    known?.delete(listener);
    if (known?.size === 0) this.#listeners.delete(viewerId);
    if (this.#listeners.size > 0) return;
    for (const leave of this.#leave.splice(0)) leave();
    this.#waiting = [];
  }

  #take(news: News): void {
    this.#waiting.push(news);
    if (this.#waiting.length > this.#options.most) this.#waiting.shift();
    if (!this.#asking) void this.#ask();
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const news = this.#waiting.splice(0, this.#options.atOnce);
      try {
        for (const { viewerId, hint } of await this.#options.find(news, [...this.#listeners.keys()])) {
          for (const listener of this.#listeners.get(viewerId) ?? []) listener(hint);
        }
      } catch (error) {
        this.#options.log.warn({ err: error }, 'those who listen could not be told of news');
      }
    }
    this.#asking = false;
  }
}
