import type { HashtagPage, PageInput } from '@rookery/contract';
import { z } from 'zod';
import type { SignedInCall } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { highestId } from '../../kernel/id.ts';
import { firstRows, statement } from '../../kernel/sql.ts';
import { type HashtagRow, hashtagColumns, toHashtagView } from './hashtag.view.ts';

const followed = statement<HashtagRow & { sort_id: string }>(
  'hashtags.followed',
  firstRows(
    `select f.id as sort_id, ${hashtagColumns('f.tag', '$1')} from hashtag_follow f
     where f.profile_id = $1 and f.id < $2 order by f.id desc`,
    '$3',
  ),
);

/** The hashtags that the caller follows, the latest first. */
export async function listFollowed({ ctx, input }: SignedInCall<PageInput>): Promise<HashtagPage> {
  const cursor = defineCursor('hashtags.followed', z.uuid());
  const from = cursor.decode(input.cursor) ?? highestId;
  const rows = await ctx.app.sql.rows(followed, [ctx.viewer.id, from, input.limit + 1]);
  const page = cutPage(rows, input.limit, (row) => cursor.encode(row.sort_id));
  return pageWith(page.rows.map(toHashtagView), page.nextCursor);
}
