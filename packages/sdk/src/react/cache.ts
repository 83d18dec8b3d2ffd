import type { FeedPage, PostView, ProfileView } from '@rookery/sdk';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { keys } from './keys.ts';

/** Where what was read in the name of an account is kept. */
export interface Cache {
  queries: QueryClient;
  account: string | null;
}

/** Changes a post wherever it is shown; answers whether that made a difference. */
export function patchPost({ queries, account }: Cache, id: string, change: (post: PostView) => PostView): boolean {
  const { changed, noted } = noting(change);
  queries.setQueryData<PostView | null>(keys.post(account, id), (post) => post && noted(post));
  queries.setQueryData<InfiniteData<FeedPage>>(keys.feed(account), (feed) => feed && patchFeed(feed, id, noted));
  return changed();
}

function noting<Thing>(change: (thing: Thing) => Thing): { noted: (thing: Thing) => Thing; changed: () => boolean } {
  let any = false;
  const noted = (thing: Thing): Thing => {
    const next = change(thing);
    any ||= next !== thing;
    return next;
  };
  return { noted, changed: () => any };
}

function patchFeed(
  feed: InfiniteData<FeedPage>,
  id: string,
  change: (post: PostView) => PostView,
): InfiniteData<FeedPage> {
  if (!feed.pages.some(({ items }) => items.some(({ post }) => post.id === id))) return feed;
  const pages = feed.pages.map((page) => ({
    ...page,
    items: page.items.map((item) => (item.post.id === id ? { ...item, post: change(item.post) } : item)),
  }));
  return { ...feed, pages };
}

/** Takes a post away wherever it is shown. */
export function dropPost({ queries, account }: Cache, id: string): void {
  queries.setQueryData<PostView | null>(keys.post(account, id), null);
  queries.setQueryData<InfiniteData<FeedPage>>(
    keys.feed(account),
    (feed) =>
      feed && {
        ...feed,
        pages: feed.pages.map((page) => ({ ...page, items: page.items.filter(({ post }) => post.id !== id) })),
      },
  );
}

/** Changes a profile wherever it is shown by itself; answers whether that made a difference. */
export function patchProfile(
  { queries, account }: Cache,
  id: string,
  change: (profile: ProfileView) => ProfileView,
): boolean {
  const { changed, noted } = noting(change);
  queries.setQueriesData<ProfileView>({ queryKey: keys.profiles(account) }, (profile) =>
    profile?.id === id ? noted(profile) : profile,
  );
  return changed();
}
