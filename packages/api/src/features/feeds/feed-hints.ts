import type { FeedNew } from '@rookery/contract';
import type { App } from '../../kernel/app.ts';
import type { Journal, JournalRow } from '../../kernel/journal.ts';
import { fannedOut } from './feeds.jobs.ts';
import { findHints, type NewInFeeds } from './find-hints.ts';

/** New posts that wait to be told of; of more, the oldest are dropped. */
const most = 256;

type Listener = (hint: FeedNew) => void;

/** Those who look at their feeds in this process, by the journal that tells of new posts. */
const halls = new WeakMap<Journal, FeedHints>();

/** Calls a listener with each post that comes into the home feed of somebody, until the function it returns is called. */
export function hearOfFeed(app: App, viewerId: string, listener: Listener): () => void {
  const hall = halls.get(app.journal) ?? new FeedHints(app);
  halls.set(app.journal, hall);
  return hall.add(viewerId, listener);
}

/** Asks for all who listen at once who of them has the newest posts in his feed; listens only while somebody does. */
class FeedHints {
  readonly #app: App;
  readonly #listeners = new Map<string, Set<Listener>>();
  #leave: (() => void)[] = [];
  #waiting: NewInFeeds[] = [];
  #asking = false;

  constructor(app: App) {
    this.#app = app;
  }

  add(viewerId: string, listener: Listener): () => void {
    if (this.#listeners.size === 0) this.#listen();
    const known = this.#listeners.get(viewerId) ?? new Set();
    this.#listeners.set(viewerId, known.add(listener));
    return () => this.#remove(viewerId, listener);
  }

  #listen(): void {
    const { journal } = this.#app;
    this.#leave = [
      journal.onRow('post.created', (row) => this.#take(row, false)),
      journal.onRow(fannedOut, (row) => this.#take(row, true)),
    ];
  }

  #remove(viewerId: string, listener: Listener): void {
    const known = this.#listeners.get(viewerId);
    known?.delete(listener);
    if (known?.size === 0) this.#listeners.delete(viewerId);
    if (this.#listeners.size > 0) return;
    for (const leave of this.#leave) leave();
    this.#leave = [];
    this.#waiting = [];
  }

  #take({ ref }: JournalRow, byJob: boolean): void {
    if (typeof ref['postId'] !== 'string') return;
    this.#waiting.push({ postId: ref['postId'], byJob });
    this.#waiting = this.#waiting.slice(-most);
    if (!this.#asking) void this.#ask();
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    while (this.#waiting.length > 0) {
      const news = this.#waiting;
      this.#waiting = [];
      try {
        for (const { viewerId, hint } of await findHints(this.#app, news, [...this.#listeners.keys()])) {
          for (const listener of this.#listeners.get(viewerId) ?? []) listener(hint);
        }
      } catch (error) {
        this.#app.log.warn({ err: error }, 'those who look at their feeds could not be told of new posts');
      }
    }
    this.#asking = false;
  }
}
