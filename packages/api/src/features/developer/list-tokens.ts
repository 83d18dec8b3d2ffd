import { Id, type PageInput, type PersonalTokenPage } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { statement } from '../../kernel/sql.ts';
import { type TokenRow, tokenColumns, toPersonalToken } from './token.view.ts';

const cursor = defineCursor('developer.tokens', Id);

const select = statement<TokenRow>(
  'developer.tokens',
  `select ${tokenColumns} from personal_access_token t
   where t.account_id = $1 and t.revoked_at is null and ($2::uuid is null or t.id < $2) order by t.id desc limit $3`,
);

/** The caller's personal access tokens that have not been revoked, the newest first; one that has expired shows for a month. */
export async function listTokens({ ctx, input }: SignedInCall<PageInput>): Promise<PersonalTokenPage> {
  const after = cursor.decode(input.cursor);
  const found = await ctx.app.sql.rows(select, [ctx.viewer.id, after, input.limit + 1]);
  const { rows, nextCursor } = cutPage(found, input.limit, (row) => cursor.encode(row.id));
  return pageWith(rows.map(toPersonalToken), nextCursor);
}
