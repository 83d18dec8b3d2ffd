import type { PostPage } from '@rookery/contract';
import { z } from 'zod';
import type { Context } from '../../kernel/context.ts';
import { cutPage, defineCursor } from '../../kernel/cursor.ts';
import { highestId, lowestId } from '../../kernel/id.ts';
import type { Statement } from '../../kernel/sql.ts';
import { presentPosts } from './post.view.ts';
import type { PostStateRow } from './post-state.ts';

/** A row of a list of posts: its state, and the id by which the list is sorted. */
export interface ListedPost extends PostStateRow {
  sort_id: string;
}

/** Before the first id of a list that runs from new to old, or from old to new. */
const ends = {
  newestFirst: highestId,
  oldestFirst: lowestId,
};

interface ListRequest {
  /** Which list the cursor belongs to. */
  name: string;
  /** Takes the viewer, the sort id to go on from, the number of rows, then `values`. */
  rows: Statement<ListedPost>;
  values: readonly unknown[];
  order: keyof typeof ends;
  input: { limit: number; cursor?: string | undefined };
}

/** A page of a list of posts: skeleton with states in one statement, contents, presentation. */
export async function listOf(ctx: Context, { name, rows, values, order, input }: ListRequest): Promise<PostPage> {
  const { sql } = ctx.app;
  const viewerId = ctx.viewer?.id ?? null;
  const cursor = defineCursor(name, z.uuid());
  const from = cursor.decode(input.cursor) ?? ends[order];
  const found = await sql.rows(rows, [viewerId, from, input.limit + 1, ...values]);
  const page = cutPage(found, input.limit, (row) => cursor.encode(row.sort_id));
  return { items: await presentPosts(ctx.app, viewerId, page.rows), nextCursor: page.nextCursor };
}
