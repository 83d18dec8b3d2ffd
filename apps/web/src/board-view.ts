import { byId, element } from './dom.ts';
import { titlePlace } from './page-title.ts';
import type { Source } from './sources.ts';

/** What the board shows instead of posts, or that it shows posts; bare: what stands above is all. */
export type BoardState = 'loading' | 'posts' | 'empty' | 'bare' | 'error';

/** The places of the page that make up the board. */
export interface BoardView {
  readonly list: HTMLOListElement;
  /** Says what is shown from now on, before any of it is known. */
  showPlace(source: Source): void;
  /** Shows what stands above the posts. */
  showHead(head: Node | null): void;
  show(state: BoardState, problem?: string): void;
  /** How many posts wait behind the pill, or at least how many. */
  showWaiting(count: number, orMore: boolean): void;
  /** Whether there is more, and what hindered it from being read. */
  showEnd(hasMore: boolean, problem?: string): void;
  /** Brings reader and focus to the top. */
  toTop(): void;
  onPill(task: () => void): void;
  onRetry(task: () => void): void;
  /** The button rests until the task is done. */
  onMore(task: () => Promise<void>): void;
}

const skeletons = 4;

/** Takes hold of the board's places. */
export function createBoardView(): BoardView {
  const list = byId('posts', HTMLOListElement);
  const heading = byId('board-heading', HTMLHeadingElement);
  const pill = byId('board-pill', HTMLButtonElement);
  const top = byId('board-top', HTMLElement);
  const showHead = (head: Node | null): void => top.replaceChildren(...(head ? [head] : []));
  return {
    list,
    showPlace: ({ heading: name, note, empty, own }) => {
      heading.textContent = name;
      byId('board-note', HTMLElement).textContent = note;
      byId('board-empty-title', HTMLElement).textContent = empty[0];
      byId('board-empty-text', HTMLElement).textContent = empty[1];
      byId('composer-place', HTMLElement).hidden = own === null;
      titlePlace(name);
      showHead(null);
    },
    showHead,
    ...createStates(list),
    ...createEnd(),
    showWaiting: (count, orMore) => {
      pill.hidden = count === 0;
      pill.textContent = count === 0 ? '' : `${count}${orMore ? '+' : ''} new ${count === 1 ? 'post' : 'posts'}`;
    },
    toTop: () => {
      byId('stage', HTMLElement).scrollIntoView();
      heading.focus({ preventScroll: true });
    },
    onPill: (task) => pill.addEventListener('click', task),
  };
}

function createStates(list: HTMLOListElement): Pick<BoardView, 'show' | 'onRetry'> {
  const empty = byId('board-empty', HTMLElement);
  const error = byId('board-error', HTMLElement);
  const errorText = byId('board-error-text', HTMLElement);
  const more = byId('board-more', HTMLButtonElement);
  return {
    show: (state, problem = '') => {
      list.hidden = state !== 'loading' && state !== 'posts';
      list.setAttribute('aria-busy', String(state === 'loading'));
      if (state !== 'posts') list.replaceChildren(...(state === 'loading' ? drawSkeletons() : []));
      if (state !== 'posts') more.hidden = true;
      empty.hidden = state !== 'empty';
      error.hidden = state !== 'error';
      errorText.textContent = problem;
    },
    onRetry: (task) => byId('board-retry', HTMLButtonElement).addEventListener('click', task),
  };
}

function createEnd(): Pick<BoardView, 'showEnd' | 'onMore'> {
  const more = byId('board-more', HTMLButtonElement);
  const problemText = byId('board-more-problem', HTMLElement);
  return {
    showEnd: (hasMore, problem = '') => {
      more.hidden = !hasMore;
      more.textContent = problem ? 'Try again' : 'Show more';
      problemText.textContent = problem;
    },
    onMore: (task) => {
      more.addEventListener('click', () => {
        more.disabled = true;
        void task().finally(() => {
          more.disabled = false;
        });
      });
    },
  };
}

function drawSkeletons(): HTMLElement[] {
  return Array.from({ length: skeletons }, () => {
    const bars = ['short', 'long', 'middle'].map((width) => element('span', { class: `bar ${width}` }));
    return element('li', { class: 'skeleton', 'aria-hidden': 'true' }, element('span', { class: 'avatar' }), ...bars);
  });
}
