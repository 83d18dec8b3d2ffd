import type { BoardItem } from './board-item.ts';
import type { PostActions } from './post-actions.ts';
import { createCard, type PostCard } from './post-card.ts';

/** The posts that are drawn, each once. */
export interface CardList {
  readonly size: number;
  has(id: string): boolean;
  replace(items: readonly BoardItem[]): void;
  prepend(items: readonly BoardItem[]): void;
  append(items: readonly BoardItem[]): void;
  clear(): void;
  /** Brings the cards in line with the first page as it is now: counts, likes, texts, and posts that are gone. */
  update(items: readonly BoardItem[], isWhole: boolean): void;
}

/** Draws posts into a list. */
export function createCardList(list: HTMLOListElement, actions: PostActions): CardList {
  const cards = new Map<string, PostCard>();

  const draw = (items: readonly BoardItem[]): HTMLElement[] => {
    const fresh = items.filter(({ id }) => !cards.has(id));
    return fresh.map((item) => {
      const card = createCard(item, actions);
      cards.set(item.id, card);
      return card.element;
    });
  };

  // NOTE: what stands above a card that is still in the page should be in it too; what stands below may be on the next.
  const update = (items: readonly BoardItem[], isWhole: boolean): void => {
    const elements = items.flatMap(({ id }) => cards.get(id)?.element ?? []);
    const there = new Set<Element>(elements);
    const drawn = [...list.children];
    const end = isWhole ? drawn.length : drawn.findLastIndex((one) => there.has(one)) + 1;
    const gone = new Set(drawn.slice(0, end).filter((one) => !there.has(one)));
    for (const [id, card] of cards) {
      if (!gone.has(card.element)) continue;
      card.element.remove();
      cards.delete(id);
    }
    for (const { id, post } of items) if (post) cards.get(id)?.show(post);
  };

  return {
    get size() {
      return cards.size;
    },
    has: (id) => cards.has(id),
    replace: (items) => {
      cards.clear();
      list.replaceChildren(...draw(items));
    },
    prepend: (items) => list.prepend(...draw(items)),
    append: (items) => list.append(...draw(items)),
    clear: () => {
      cards.clear();
      list.replaceChildren();
    },
    update,
  };
}
