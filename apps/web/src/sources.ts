import type { PostPage, PostView, Rookery } from '@rookery/sdk';
import type { BoardPlace } from './addresses.ts';
import { foundHead, tagHead } from './board-heads.ts';
import { type BoardItem, itemOf, itemsOfThread } from './board-item.ts';
import { groupHead, groupList } from './group-heads.ts';
import { profileHead } from './profile-head.ts';

/** A page of what the board shows. */
export interface SourcePage {
  readonly items: readonly BoardItem[];
  readonly nextCursor: string | null;
  /** What stands above the posts. */
  readonly head?: Node | null;
  /** Whether it is all there, though no posts stand below. */
  readonly isBare?: boolean;
  /** The post that whoever writes now answers. */
  readonly answered?: PostView;
}

/** Where the board reads a place from. */
export interface Source {
  readonly heading: string;
  readonly note: string;
  readonly empty: readonly [title: string, text: string];
  /** Whether new posts come on top, so that it is worth looking again. */
  readonly isLive: boolean;
  /** What becomes of a post that the reader writes here; null where none is written. */
  readonly own: 'on top' | 'read anew' | null;
  read(cursor: string | null): Promise<SourcePage>;
}

/** How many posts are read at once. */
export const limit = 20;

type Options = { limit: number; cursor?: string };
const optionsOf = (cursor: string | null): Options => ({ limit, ...(cursor ? { cursor } : {}) });
const pageOf = ({ items, nextCursor }: PostPage): SourcePage => ({
  items: items.map((post) => itemOf(post)),
  nextCursor,
});

/** The source of a place, for whoever is signed in or nobody. */
export function sourceOf(place: BoardPlace, rookery: Rookery): Source {
  const isMember = rookery.session.current !== null;
  switch (place.kind) {
    case 'home':
      return isMember ? home(rookery) : everyone(rookery);
    case 'everyone':
      return everyone(rookery);
    case 'bookmarks':
      return bookmarks(rookery);
    case 'groups':
      return grouped(rookery, isMember);
    case 'group':
      return ofGroup(rookery, place.id);
    case 'tag':
      return tagged(rookery, place.tag, isMember);
    case 'profile':
      return profiled(rookery, place.username);
    case 'post':
      return threaded(rookery, place.id);
    case 'search':
      return found(rookery, place.query);
  }
}

function home({ feed }: Rookery): Source {
  return {
    ...{ heading: 'Home', note: 'You and those whom you follow', isLive: true, own: 'on top' },
    empty: ['Nothing here yet.', 'Follow somebody or a hashtag, and what they say appears here.'],
    read: async (cursor) => {
      const { items, nextCursor } = await feed.home(optionsOf(cursor));
      return { items: items.map(({ post, reason }) => itemOf(post, reason)), nextCursor };
    },
  };
}

function everyone({ posts }: Rookery): Source {
  return {
    ...{ heading: 'The board', note: 'Public posts, newest first', isLive: true, own: 'on top' },
    empty: ['Nobody has said anything yet.', 'The first post appears here by itself.'],
    read: async (cursor) => pageOf(await posts.list(optionsOf(cursor))),
  };
}

function bookmarks({ posts }: Rookery): Source {
  return {
    ...{ heading: 'Bookmarks', note: 'Seen by you alone', isLive: false, own: null },
    empty: ['Nothing kept yet.', 'The ribbon under a post keeps it here.'],
    read: async (cursor) => pageOf(await posts.bookmarks(optionsOf(cursor))),
  };
}

function grouped({ groups }: Rookery, isMember: boolean): Source {
  const most = 50;
  return {
    ...{ heading: 'Groups', note: 'People who write to each other about something', isLive: false, own: null },
    empty: ['There are no groups yet.', 'The first one appears here.'],
    read: async () => {
      const none = { items: [] };
      const [mine, all] = await Promise.all([
        isMember ? groups.list({ mine: true, limit: most }) : none,
        groups.list({ limit: most }),
      ]);
      const head = groupList(mine.items, all.items);
      return { items: [], nextCursor: null, head, isBare: head !== null };
    },
  };
}

function ofGroup(rookery: Rookery, id: string): Source {
  const { feed, groups } = rookery;
  return {
    ...{ heading: 'Group', note: 'Posts of its members, newest first', isLive: true, own: null },
    empty: ['Nothing here yet.', 'What its members write appears here by itself.'],
    read: async (cursor) => {
      const posts = feed.group({ groupId: id, ...optionsOf(cursor) });
      if (cursor !== null) return pageOf(await posts);
      const [page, group] = await Promise.all([posts, groups.get({ id })]);
      return { ...pageOf(page), head: groupHead(group, rookery) };
    },
  };
}

function tagged(rookery: Rookery, tag: string, isMember: boolean): Source {
  const read = (cursor: string | null): Promise<PostPage> => rookery.feed.hashtag({ tag, ...optionsOf(cursor) });
  const isFollowed = async (): Promise<boolean> => {
    const { items } = await rookery.hashtags.followed({ limit: 100 });
    return items.some((one) => one.tag === tag);
  };
  return {
    ...{ heading: `#${tag}`, note: 'Posts that carry the hashtag', isLive: true, own: null },
    empty: ['Nobody has used this hashtag yet.', 'Whatever carries it appears here by itself.'],
    read: async (cursor) => {
      if (cursor !== null || !isMember) return pageOf(await read(cursor));
      const [page, followed] = await Promise.all([read(null), isFollowed()]);
      return { ...pageOf(page), head: tagHead(tag, followed, rookery) };
    },
  };
}

function profiled(rookery: Rookery, username: string): Source {
  let id: string | undefined;
  return {
    ...{ heading: `@${username}`, note: 'Posts, newest first', isLive: true, own: null },
    empty: ['No posts to see here.', 'None yet, or they are for followers alone.'],
    read: async (cursor) => {
      if (cursor !== null && id) return pageOf(await rookery.users.posts({ id, ...optionsOf(cursor) }));
      const profile = await rookery.users.get({ username });
      id = profile.id;
      return { ...pageOf(await rookery.users.posts({ id, limit })), head: profileHead(profile, rookery) };
    },
  };
}

function threaded({ posts }: Rookery, id: string): Source {
  return {
    ...{ heading: 'Conversation', note: 'A post, and what was answered', isLive: false, own: 'read anew' },
    empty: ['Nothing here.', ''],
    read: async (cursor) => {
      const thread = await posts.thread({ id, ...optionsOf(cursor) });
      const { nextCursor, post } = thread;
      return { items: itemsOfThread(thread, cursor === null), nextCursor, answered: post };
    },
  };
}

/** NOTE: the first page is the beginning of each kind; the one after it begins the posts anew, and what is drawn already is passed over. */
function found({ search }: Rookery, query: string): Source {
  const most = 10;
  const fromStart = '';
  return {
    ...{ heading: 'Found', note: `For “${query}”`, isLive: false, own: null },
    empty: ['No post has these words.', 'Words, "phrases", -not, #tag, @name and from:name are understood.'],
    read: async (cursor) => {
      if (cursor !== null) return pageOf(await search.posts({ query, ...optionsOf(cursor) }));
      const { users, hashtags, posts } = await search.all({ query, limit: most });
      const nextCursor = posts.length < most ? null : fromStart;
      return { items: posts.map((post) => itemOf(post)), nextCursor, head: foundHead(users, hashtags) };
    },
  };
}
