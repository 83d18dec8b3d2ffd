import type { PostWatchEvent } from '@rookery/contract';
import type { App } from '../../kernel/app.ts';
import type { EventFlow, EventSink, SharedEvent } from '../../kernel/event-sink.ts';
import type { Journal, JournalEvent, JournalSubscriber } from '../../kernel/journal.ts';
import { readNews, type Told } from './post-news.ts';
import { topicOf } from './posts.live.ts';

const pauseMs = 500;
const longestPauseMs = 8000;
/** New answers that are told of at once, and events that wait for a reader who is slow; of more, the oldest are dropped. */
const most = 20;

/** Posts that somebody watches in this process, by the journal that tells of them. */
const watched = new WeakMap<Journal, Map<string, WatchedPost>>();

/** Which post is watched by whom; null for somebody anonymous. */
export interface WatchTerms {
  app: App;
  postId: string;
  viewerId: string | null;
}

/** One who watches a post: gets the newest of what cannot be sent at once, and no more of it than there is room for. */
export class PostWatcher implements EventFlow {
  readonly viewerId: string | null;
  readonly #sink: EventSink;
  readonly #post: WatchedPost;
  #waiting: SharedEvent[] = [];
  #refused = false;

  constructor({ app, postId, viewerId }: WatchTerms, sink: EventSink) {
    this.viewerId = viewerId;
    this.#sink = sink;
    this.#post = postOf(app, postId);
    this.#post.add(this);
  }

  offer(event: SharedEvent): void {
    const { type } = watchEventOf(event);
    const kept = this.#waiting.filter((other) => type === 'reply' || watchEventOf(other).type !== type);
    this.#waiting = type === 'deleted' ? [event] : [...kept, event].slice(-most);
    this.#push();
  }

  resume(): void {
    this.#refused = false;
    this.#push();
  }

  stop(): void {
    this.#waiting = [];
    this.#post.remove(this);
  }

  #push(): void {
    try {
      for (let [event] = this.#waiting; event && !this.#refused; [event] = this.#waiting) {
        this.#refused = !this.#sink.push(event);
        if (this.#refused) return;
        this.#waiting.shift();
        if (watchEventOf(event).type === 'deleted') this.#sink.done();
      }
    } catch (error) {
      this.stop();
      this.#sink.fail(error);
    }
  }
}

/** Tells all who watch a post what happens to it, in one read for all of them and at intervals. */
class WatchedPost implements JournalSubscriber {
  readonly viewerId = null;
  readonly topics: ReadonlySet<string>;
  readonly #app: App;
  readonly #postId: string;
  readonly #leave: () => void;
  readonly #watchers = new Set<PostWatcher>();
  /** Those who have yet to get the counts. */
  #fresh = new Set<PostWatcher>();
  #counted = false;
  #updated = false;
  #replies = new Set<string>();
  #telling = false;
  #pause: NodeJS.Timeout | null = null;
  #failures = 0;

  constructor(app: App, postId: string, forget: () => void) {
    this.#app = app;
    this.#postId = postId;
    this.topics = new Set([topicOf(postId)]);
    const { close } = app.journal.subscribe(this);
    this.#leave = () => {
      close();
      forget();
    };
  }

  add(watcher: PostWatcher): void {
    this.#watchers.add(watcher);
    this.#fresh.add(watcher);
    this.#look();
  }

  remove(watcher: PostWatcher): void {
    this.#fresh.delete(watcher);
    if (!this.#watchers.delete(watcher) || this.#watchers.size > 0) return;
    if (this.#pause) clearTimeout(this.#pause);
    this.#leave();
  }

  deliver(events: readonly JournalEvent[]): void {
    this.#counted = true;
    for (const { type, data } of events.map(({ event }) => rowOf(event))) {
      if (type === 'post.updated') this.#updated = true;
      if (type === 'post.answered') this.#replies.add(data.postId);
    }
    this.#look();
  }

  miss(): void {
    this.#counted = true;
    this.#updated = true;
    this.#look();
  }

  /** Tells what there is, unless that was done just now; then a little later. */
  #look(): void {
    const due = this.#fresh.size > 0 || this.#counted;
    if (due && !this.#telling && !this.#pause) void this.#tell();
  }

  async #tell(): Promise<void> {
    this.#telling = true;
    const { fresh, counted, news } = this.#take();
    const watchers = [...this.#watchers];
    try {
      const viewers = [...new Set(watchers.map(({ viewerId }) => viewerId))];
      const told = await readNews(this.#app, { postId: this.#postId, viewers, news });
      this.#failures = 0;
      this.#spread(told, counted ? watchers : [...fresh], watchers);
    } catch (error) {
      this.#app.log.warn({ err: error, postId: this.#postId }, 'those who watch a post could not be told');
      this.#failures += 1;
      for (const watcher of fresh) if (this.#watchers.has(watcher)) this.#fresh.add(watcher);
      this.#replies = new Set([...news.replies, ...this.#replies]);
      this.#updated ||= news.updated;
      this.#counted ||= counted;
    }
    this.#telling = false;
    if (this.#watchers.size > 0) this.#rest();
  }

  #take(): { fresh: ReadonlySet<PostWatcher>; counted: boolean; news: { updated: boolean; replies: string[] } } {
    const news = { updated: this.#updated, replies: [...this.#replies].slice(-most) };
    const taken = { fresh: this.#fresh, counted: this.#counted, news };
    this.#fresh = new Set();
    this.#counted = false;
    this.#updated = false;
    this.#replies = new Set();
    return taken;
  }

  #rest(): void {
    this.#pause = setTimeout(
      () => {
        this.#pause = null;
        this.#look();
      },
      Math.min(longestPauseMs, pauseMs * 2 ** this.#failures),
    ).unref();
  }

  #spread(told: Told | null, counting: readonly PostWatcher[], watchers: readonly PostWatcher[]): void {
    const gone = hint({ type: 'deleted', postId: this.#postId });
    const counts = told && hint(told.counts);
    const shared = new Map([...(told?.events ?? [])].map(([viewerId, events]) => [viewerId, events.map(hint)]));
    const counted = new Set(counting);
    for (const watcher of watchers.filter((one) => this.#watchers.has(one))) {
      const events = shared.get(watcher.viewerId);
      if (!events || !counts) watcher.offer(gone);
      else for (const event of counted.has(watcher) ? [counts, ...events] : events) watcher.offer(event);
    }
  }
}

function postOf(app: App, postId: string): WatchedPost {
  const posts = watched.get(app.journal) ?? new Map<string, WatchedPost>();
  watched.set(app.journal, posts);
  const post = posts.get(postId) ?? new WatchedPost(app, postId, () => posts.delete(postId));
  posts.set(postId, post);
  return post;
}

function hint(data: PostWatchEvent): SharedEvent {
  return { id: null, data };
}

/** NOTE: a watcher is given nothing but what `hint` makes. */
export function watchEventOf({ data }: SharedEvent): PostWatchEvent {
  return data as PostWatchEvent;
}

/** NOTE: the rows on the topic of a post are those of posts.live.ts, each with the id of a post. */
function rowOf({ data }: SharedEvent): { type: string; data: { postId: string } } {
  return data as { type: string; data: { postId: string } };
}
