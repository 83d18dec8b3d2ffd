import type { FeedNew } from '@rookery/contract';
import type { App } from '../../kernel/app.ts';
import { Audience } from '../../kernel/audience.ts';
import type { Journal, JournalRow } from '../../kernel/journal.ts';
import { fannedOut } from './feeds.jobs.ts';
import { findHints, type NewInFeeds } from './find-hints.ts';

/** New posts that wait to be told of. */
const most = 256;

/** Those who look at their feeds in this process, by the journal that tells of new posts. */
const audiences = new WeakMap<Journal, Audience<NewInFeeds, FeedNew>>();

/** Calls a listener with each post that comes into the home feed of somebody, until the function it returns is called. */
export function hearOfFeed(app: App, viewerId: string, listener: (hint: FeedNew) => void): () => void {
  const audience = audiences.get(app.journal) ?? openAudience(app);
  audiences.set(app.journal, audience);
  return audience.add(viewerId, listener);
}

function openAudience(app: App): Audience<NewInFeeds, FeedNew> {
  const { journal, log } = app;
  return new Audience({
    log,
    hear: (take) => [
      journal.onRow('post.created', (row) => takeRow(take, row, false)),
      journal.onRow(fannedOut, (row) => takeRow(take, row, true)),
    ],
    find: (news, viewerIds) => findHints(app, news, viewerIds),
    most,
    atOnce: most,
  });
}

function takeRow(take: (news: NewInFeeds) => void, { ref }: JournalRow, byJob: boolean): void {
  if (typeof ref['postId'] === 'string') take({ postId: ref['postId'], byJob });
}
