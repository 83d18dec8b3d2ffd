import type { PageInput, ScheduledPostPage } from '@rookery/contract';
import { z } from 'zod';
import type { SignedInCall } from '../../../kernel/context.ts';
import { cutPage, defineCursor } from '../../../kernel/cursor.ts';
import { highestId } from '../../../kernel/id.ts';
import { presentScheduled, selectScheduledPage } from './scheduled.view.ts';

const cursor = defineCursor('posts.scheduled.list', z.uuid());

/** The caller's scheduled posts, the last one scheduled first. NOTE: not by their time, which may move while one pages. */
export async function listScheduled({ ctx, input }: SignedInCall<PageInput>): Promise<ScheduledPostPage> {
  const from = cursor.decode(input.cursor) ?? highestId;
  const rows = await ctx.app.sql.rows(selectScheduledPage, [ctx.viewer.id, from, input.limit + 1]);
  const page = cutPage(rows, input.limit, (row) => cursor.encode(row.id));
  return { items: await presentScheduled(ctx.app, page.rows), nextCursor: page.nextCursor };
}
