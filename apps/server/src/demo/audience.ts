import type { PlannedPerson, PlannedPost, PlannedTies } from './planned.ts';

/** Who may see what, by the rules of the server. */
export interface Audience {
  mayRead(post: PlannedPost, viewerId: string): boolean;
  /** Whether everybody may see a post, so that it may be reposted and quoted. */
  isOpen(post: PlannedPost): boolean;
}

/** Knows who may see what. */
export function createAudience(
  people: readonly PlannedPerson[],
  { follows, friendRequests, blocks }: Pick<PlannedTies, 'follows' | 'friendRequests' | 'blocks'>,
): Audience {
  const key = (from: string, to: string) => `${from} ${to}`;
  const following = new Set(follows.map(({ from, to }) => key(from, to)));
  const accepted = friendRequests.filter(({ acceptedAt }) => acceptedAt !== null);
  const friends = new Set(accepted.flatMap(({ from, to }) => [key(from, to), key(to, from)]));
  const apart = new Set(blocks.flatMap(({ from, to }) => [key(from, to), key(to, from)]));
  const hidden = new Set(people.flatMap(({ id, person }) => (person.isPrivate ? [id] : [])));
  const isOpen = ({ deletedAt, visibility, authorId }: PlannedPost) =>
    deletedAt === null && visibility === 'public' && !hidden.has(authorId);
  return {
    isOpen,
    mayRead: (post, viewerId) => {
      const { authorId, deletedAt, visibility } = post;
      const pair = key(viewerId, authorId);
      if (deletedAt !== null || apart.has(pair)) return false;
      if (authorId === viewerId || isOpen(post)) return true;
      return visibility === 'friends' ? friends.has(pair) : following.has(pair);
    },
  };
}
