import type { OfPostInput, PostThread, PostView, ThreadEntry } from '@rookery/contract';
import { z } from 'zod';
import type { Call } from '../../kernel/context.ts';
import { defineCursor } from '../../kernel/cursor.ts';
import { found } from '../../kernel/errors.ts';
import { lowestId } from '../../kernel/id.ts';
import { presentPosts } from './post.view.ts';
import { type PlaceRow, selectPlaces, threadBounds } from './thread-places.ts';

const cursor = defineCursor('posts.thread', z.uuid());

/** A post amid its thread: what it answers, and a page of the answers with what hangs below them. */
export async function getThread({ ctx, input }: Call<OfPostInput>): Promise<PostThread> {
  const viewerId = ctx.viewer?.id ?? null;
  const after = cursor.decode(input.cursor) ?? lowestId;
  const places = await ctx.app.sql.rows(selectPlaces, [viewerId, input.id, after, input.limit]);
  const visible = places.filter((place) => place.visible);
  const posts = new Map((await presentPosts(ctx.app, viewerId, visible)).map((post) => [post.id, post]));
  const target = places.find(({ kind }) => kind === 'target');
  const direct = places.filter(({ kind, depth }) => kind === 'reply' && depth === 1);
  return {
    ancestors: ancestorsOf(places, posts),
    post: found(posts.get(input.id)),
    replies: repliesOf(places, posts),
    nextCursor: target?.cut ? cursor.encode(direct.at(-1)?.id ?? after) : null,
  };
}

type Posts = ReadonlyMap<string, PostView>;

function entryOf({ id, parent_id: parentId }: PlaceRow, posts: Posts): Pick<ThreadEntry, 'id' | 'parentId' | 'post'> {
  return { id, parentId, post: posts.get(id) ?? null };
}

function ancestorsOf(places: readonly PlaceRow[], posts: Posts): ThreadEntry[] {
  const path = places.filter(({ kind }) => kind === 'ancestor').toReversed();
  return path.map((place, index) => ({
    ...entryOf(place, posts),
    depth: 0,
    more: place.depth > threadBounds.ancestors && path[index + 1]?.parent_id !== place.id,
  }));
}

/** In pre-order. A gap with nothing to be seen below it is left out; what was cut there is said of its parent. */
function repliesOf(places: readonly PlaceRow[], posts: Posts): ThreadEntry[] {
  const replies = places.filter(({ kind }) => kind === 'reply');
  const byParent = Map.groupBy(replies, ({ parent_id: parentId }) => parentId);
  const branchOf = (place: PlaceRow): Branch => {
    const below = branchesBelow(place.id);
    const post = posts.get(place.id);
    if (!post && below.entries.length === 0) return { entries: [], more: place.cut || below.more };
    const more = place.cut || below.more;
    return { entries: [{ ...entryOf(place, posts), depth: place.depth, more }, ...below.entries], more: false };
  };
  const branchesBelow = (id: string): Branch => {
    const branches = (byParent.get(id) ?? []).map(branchOf);
    return { entries: branches.flatMap(({ entries }) => entries), more: branches.some(({ more }) => more) };
  };
  const [root] = replies;
  return root?.parent_id ? branchesBelow(root.parent_id).entries : [];
}

interface Branch {
  entries: ThreadEntry[];
  /** Whether something below was cut of which no entry tells. */
  more: boolean;
}
