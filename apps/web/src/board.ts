import type { PostPage, PostView, Rookery } from '@rookery/sdk';
import type { BoardView } from './board-view.ts';
import { type CardList, createCardList } from './card-list.ts';
import { errorText } from './error-text.ts';

/** The public posts, newest first. */
export interface Board {
  /** Reads it anew: at the beginning, after an error, and when somebody else looks at it. */
  reload(): Promise<void>;
  /** Looks for newer posts and brings what is shown up to date; rejects when the server cannot be asked. */
  refresh(): Promise<void>;
  /** Puts an own post on top. */
  add(post: PostView): void;
}

/** What a board stands on. */
export interface BoardParts {
  rookery: Rookery;
  view: BoardView;
  /** Tells the reader of something that failed beside the board. */
  complain(text: string): void;
}

const limit = 20;

/** Opens the board and lets its buttons work. */
export function createBoard({ rookery, view, complain }: BoardParts): Board {
  const { posts } = rookery;
  let edits = 0;
  const cards: CardList = createCardList(view.list, async ({ id }, liked) => {
    edits += 1;
    const change = liked ? posts.like({ id }) : posts.unlike({ id });
    return await change.catch((error: unknown) => complain(errorText(error)) ?? null).finally(() => (edits += 1));
  });
  return openBoard({ posts, view, cards, edits: () => edits });
}

interface Works {
  posts: Rookery['posts'];
  view: BoardView;
  cards: CardList;
  /** Goes up with each change of the reader's own; what was read meanwhile may not know of it. */
  edits(): number;
}

function openBoard({ posts, view, cards, edits }: Works): Board {
  let waiting: readonly PostView[] = [];
  let cursor: string | null = null;
  let round = 0;

  const wait = (newer: readonly PostView[]): void => {
    waiting = newer;
    view.showWaiting(newer.length, newer.length === limit);
  };

  const draw = ({ items, nextCursor }: PostPage): void => {
    cursor = nextCursor;
    wait([]);
    view.show(items.length === 0 ? 'empty' : 'posts');
    cards.replace(items);
    view.showEnd(cursor !== null);
  };

  const reload = async (): Promise<void> => {
    const mine = ++round;
    if (cards.size === 0) view.show('loading');
    try {
      const page = await posts.list({ limit });
      if (mine === round) draw(page);
    } catch (error) {
      if (mine !== round) return;
      cards.clear();
      wait([]);
      view.show('error', errorText(error));
    }
  };

  const refresh = async (): Promise<void> => {
    const [mine, edit] = [round, edits()];
    const page = await posts.list({ limit });
    if (mine !== round || edit !== edits()) return;
    cards.update(page);
    if (cards.size === 0) draw(page);
    else wait(page.items.filter(({ id }) => !cards.has(id)));
  };

  const showWaiting = async (): Promise<void> => {
    if (waiting.length === limit) await reload();
    else cards.prepend(waiting);
    wait([]);
  };

  const showMore = async (): Promise<void> => {
    const mine = round;
    const page = await posts.list({ limit, ...(cursor === null ? {} : { cursor }) });
    if (mine !== round) return;
    cursor = page.nextCursor;
    cards.append(page.items);
    view.showEnd(cursor !== null);
  };

  view.onPill(() => void showWaiting().then(view.toTop));
  view.onRetry(() => void reload());
  view.onMore(() => showMore().catch((error) => view.showEnd(true, errorText(error))));

  const add = (post: PostView): void => {
    view.show('posts');
    cards.prepend([post, ...waiting]);
    wait([]);
  };

  return { reload, refresh, add };
}
