import type { PostPage, PostView } from '@rookery/sdk';
import type { Toggle } from './like-button.ts';
import { createPostCard, type PostCard } from './post-card.ts';

/** The posts that are drawn, each once. */
export interface CardList {
  readonly size: number;
  has(id: string): boolean;
  replace(posts: readonly PostView[]): void;
  prepend(posts: readonly PostView[]): void;
  append(posts: readonly PostView[]): void;
  clear(): void;
  /** Brings the cards in line with the newest page: counts, likes, texts, and posts that are gone. */
  update(page: PostPage): void;
}

/** Draws posts into a list. */
export function createCardList(list: HTMLOListElement, toggle: Toggle): CardList {
  const cards = new Map<string, PostCard>();

  const draw = (posts: readonly PostView[]): HTMLElement[] =>
    posts
      .filter(({ id }) => !cards.has(id))
      .map((post) => {
        const card = createPostCard(post, toggle);
        cards.set(post.id, card);
        return card.element;
      });

  const update = ({ items, nextCursor }: PostPage): void => {
    const there = new Set(items.map(({ id }) => id));
    const oldest = nextCursor === null ? '' : (items.at(-1)?.id ?? '');
    for (const [id, card] of cards) {
      if (id <= oldest || there.has(id)) continue;
      card.element.remove();
      cards.delete(id);
    }
    for (const post of items) cards.get(post.id)?.show(post);
  };

  return {
    get size() {
      return cards.size;
    },
    has: (id) => cards.has(id),
    replace: (posts) => {
      cards.clear();
      list.replaceChildren(...draw(posts));
    },
    prepend: (posts) => list.prepend(...draw(posts)),
    append: (posts) => list.append(...draw(posts)),
    clear: () => cards.clear(),
    update,
  };
}
