import type { PostView } from '@rookery/sdk';
import { type BoardItem, itemOf } from './board-item.ts';
import type { BoardView } from './board-view.ts';
import type { CardList } from './card-list.ts';
import { errorText } from './error-text.ts';
import { limit, type SourcePage } from './sources.ts';

/** The pages of one source as they are drawn, and what waits to be. */
export interface Sheet {
  /** Where the next page begins; null at the end. */
  readonly cursor: string | null;
  /** Draws the first page in place of everything. */
  draw(page: SourcePage): void;
  append(page: SourcePage): void;
  /** Brings what is drawn in line with the first page; what is new waits. */
  update(page: SourcePage): void;
  /** Draws what waits; false when more may wait than is known. */
  showWaiting(): boolean;
  putOnTop(post: PostView): void;
  fail(error: unknown): void;
  clear(): void;
}

/** What a sheet is drawn on. */
export interface SheetParts {
  view: BoardView;
  cards: CardList;
  /** Tells which post is answered by who writes now, if any. */
  onAnswered(post: PostView | null): void;
}

/** Begins an empty sheet. */
export function createSheet({ view, cards, onAnswered }: SheetParts): Sheet {
  let waiting: readonly BoardItem[] = [];
  let cursor: string | null = null;

  const wait = (newer: readonly BoardItem[]): void => {
    waiting = newer;
    view.showWaiting(newer.length, newer.length === limit);
  };
  const clear = (): void => {
    cards.clear();
    wait([]);
  };
  const end = (next: string | null): void => {
    cursor = next;
    view.showEnd(cursor !== null);
  };

  const draw = ({ items, nextCursor, head, isBare = false, answered }: SourcePage): void => {
    const without = isBare ? 'bare' : 'empty';
    wait([]);
    view.showHead(head ?? null);
    view.show(items.length === 0 ? without : 'posts');
    cards.replace(items);
    end(nextCursor);
    onAnswered(answered ?? null);
  };

  const update = (page: SourcePage): void => {
    const wasEmpty = cards.size === 0;
    cards.update(page.items, page.nextCursor === null);
    if (cards.size > 0) wait(page.items.filter(({ id }) => !cards.has(id)));
    else if (!wasEmpty || page.items.length > 0) draw(page);
  };

  const prepend = (items: readonly BoardItem[]): void => {
    view.show('posts');
    cards.prepend(items);
    wait([]);
  };

  return {
    get cursor() {
      return cursor;
    },
    draw,
    update,
    clear,
    append: ({ items, nextCursor }) => {
      cards.append(items);
      end(nextCursor);
    },
    showWaiting: () => {
      if (waiting.length === limit) return false;
      prepend(waiting);
      return true;
    },
    putOnTop: (post) => prepend([itemOf(post), ...waiting]),
    fail: (error) => {
      clear();
      view.show('error', errorText(error));
    },
  };
}
