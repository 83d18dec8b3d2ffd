import type { ListSessionsInput, SessionInfo, SessionPage } from '@rookery/contract';
import { Id } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { epochMs, statement } from '../../kernel/sql.ts';

interface Row {
  id: string;
  user_agent: string | null;
  ip: string | null;
  created_ms: number;
  used_ms: number;
  expires_ms: number;
}

const cursor = defineCursor('auth.sessions', Id);

const selectSessions = statement<Row>(
  'auth.sessions',
  `select id, user_agent, ip, ${epochMs('created_at')} as created_ms, ${epochMs('last_used_at')} as used_ms,
     ${epochMs('expires_at')} as expires_ms
   from auth_session
   where account_id = $1 and revoked_at is null and expires_at > $2 and ($3::uuid is null or id < $3)
   order by id desc limit $4`,
);

/** Where the caller is signed in, the newest session first. */
export async function listSessions({ ctx, input }: SignedInCall<ListSessionsInput>): Promise<SessionPage> {
  const { id, sessionId } = ctx.viewer;
  const after = cursor.decode(input.cursor);
  const found = await ctx.app.sql.rows(selectSessions, [id, ctx.app.clock.now(), after, input.limit + 1]);
  const { rows, nextCursor } = cutPage(found, input.limit, (row) => cursor.encode(row.id));
  return pageWith(
    rows.map((row) => toInfo(row, sessionId)),
    nextCursor,
  );
}

function toInfo(row: Row, currentId: string | null): SessionInfo {
  return {
    id: row.id,
    current: row.id === currentId,
    userAgent: row.user_agent,
    ip: row.ip,
    createdAt: new Date(row.created_ms),
    lastUsedAt: new Date(row.used_ms),
    expiresAt: new Date(row.expires_ms),
  };
}
