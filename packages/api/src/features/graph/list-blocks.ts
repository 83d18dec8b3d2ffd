import type { PageInput, ProfilePage, ProfileView } from '@rookery/contract';
import { z } from 'zod';
import type { SignedInCall } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { highestId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { type ViewRow, viewColumns, viewOf } from './hydrate-profiles.ts';
import { blocks, isShownTo } from './visibility.ts';

const cursor = defineCursor('graph.blocks', z.uuid());

interface Row extends ViewRow {
  block_id: string;
  has_blocked: boolean;
}

// NOTE: nobody who is there is left out, also not who has blocked the caller, so that the caller can end his own block.
const selectBlocks = statement<Row>(
  'graph.blocks',
  `select b.id as block_id, ${blocks('p.id', '$1::uuid')} as has_blocked, ${viewColumns('p', '$1')} from block b join profile p on p.id = b.blocked_id
   where b.blocker_id = $1 and b.id < $2 and ${isShownTo('p', '$1')} order by b.id desc limit $3`,
);

/** Whom the caller blocks, the latest first. */
export async function listBlocks({ ctx, input }: SignedInCall<PageInput>): Promise<ProfilePage> {
  const { id } = ctx.viewer;
  const from = cursor.decode(input.cursor) ?? highestId;
  const rows = await ctx.app.sql.rows(selectBlocks, [id, from, input.limit + 1]);
  const page = cutPage(rows, input.limit, (row) => cursor.encode(row.block_id));
  return pageWith(
    page.rows.map((row) => shownOf(viewOf(ctx.app.links, row, id), row)),
    page.nextCursor,
  );
}

const untold = {
  bio: '',
  location: '',
  website: '',
  status: '',
  avatar: null,
  banner: null,
  isPrivate: false,
  followerCount: 0,
  followingCount: 0,
  friendCount: 0,
  postCount: 0,
};

/** Of who has blocked the caller nothing but the name. */
function shownOf(view: ProfileView, { has_blocked: hasBlocked }: Row): ProfileView {
  return hasBlocked ? { ...view, ...untold } : view;
}
