import type { PostView, Rookery } from '@rookery/sdk';
import { createSheet } from './board-sheet.ts';
import type { BoardView } from './board-view.ts';
import { type CardList, createCardList } from './card-list.ts';
import { errorText } from './error-text.ts';
import type { PostActions } from './post-actions.ts';
import type { Source } from './sources.ts';

/** Posts from one source at a time. */
export interface Board {
  /** Shows another place. */
  open(source: Source): Promise<void>;
  /** Looks for newer posts and brings what is shown up to date; rejects when the server cannot be asked. */
  refresh(): Promise<void>;
  /** Shows a post that the reader has just written, if it belongs here. */
  add(post: PostView): void;
}

/** What a board stands on. */
export interface BoardParts {
  rookery: Rookery;
  view: BoardView;
  /** Tells the reader of something that failed beside the board. */
  complain(text: string): void;
  /** Tells which post is answered by who writes now, if any. */
  onAnswered(post: PostView | null): void;
}

/** Opens the board and lets its buttons work. */
export function createBoard(parts: BoardParts): Board {
  let edits = 0;
  const noteEdit = (): void => {
    edits += 1;
  };
  const cards = createCardList(parts.view.list, createActions(parts, noteEdit));
  return openBoard({ ...parts, cards, noteEdit, edits: () => edits });
}

function createActions({ rookery: { posts }, complain }: BoardParts, noteEdit: () => void): PostActions {
  const verbs = {
    like: [posts.unlike, posts.like],
    repost: [posts.unrepost, posts.repost],
    bookmark: [posts.unbookmark, posts.bookmark],
  } as const;
  const make = (change: Promise<PostView>): Promise<PostView | null> => {
    noteEdit();
    return change.catch((error: unknown) => complain(errorText(error)) ?? null).finally(noteEdit);
  };
  return {
    turn: ({ id }, deed, on) => make(verbs[deed][on ? 1 : 0]({ id })),
    vote: ({ id }, choices) => make(posts.vote({ postId: id, choices })),
  };
}

interface Works extends BoardParts {
  cards: CardList;
  noteEdit(): void;
  /** Goes up with each change of the reader's own; what was read meanwhile may not know of it. */
  edits(): number;
}

function openBoard(works: Works): Board {
  const { view, cards, noteEdit, edits, onAnswered } = works;
  const sheet = createSheet(works);
  let source: Source | null = null;
  let round = 0;

  const reload = async (): Promise<void> => {
    const mine = ++round;
    if (cards.size === 0) view.show('loading');
    try {
      const page = await source?.read(null);
      if (page && mine === round) sheet.draw(page);
    } catch (error) {
      if (mine === round) sheet.fail(error);
    }
  };

  const open = (next: Source): Promise<void> => {
    source = next;
    sheet.clear();
    view.showPlace(next);
    onAnswered(null);
    return reload();
  };

  const refresh = async (): Promise<void> => {
    if (!source?.isLive) return;
    const [mine, edit] = [round, edits()];
    const page = await source.read(null);
    if (mine === round && edit === edits()) sheet.update(page);
  };

  const showMore = async (): Promise<void> => {
    const mine = round;
    const page = await source?.read(sheet.cursor);
    if (page && mine === round) sheet.append(page);
  };

  const showWaiting = async (): Promise<void> => {
    if (!sheet.showWaiting()) await reload();
    view.toTop();
  };

  view.onPill(() => void showWaiting());
  view.onRetry(() => void reload());
  view.onMore(() => showMore().catch((error) => view.showEnd(true, errorText(error))));

  const add = (post: PostView): void => {
    noteEdit();
    if (source?.own === 'on top') sheet.putOnTop(post);
    else void reload();
  };

  return { open, refresh, add };
}
