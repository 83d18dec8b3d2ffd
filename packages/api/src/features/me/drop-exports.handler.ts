import type { App } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';

const dropRows = statement(
  'me.drop-exports',
  `delete from account_export where expires_at < $1 or (requested_at < $2 and expires_at is null)`,
);
const isKnown = statement('me.export-known', 'select 1 from account_export where id = $1');

const dayMs = 24 * 3600 * 1000;

/** Deletes copies whose links have expired or that were never made whole, and files that no row knows. */
export async function dropExpiredExports({ sql, clock, exports }: App): Promise<void> {
  const now = clock.now();
  await sql.run(dropRows, [now, new Date(now.getTime() - 7 * dayMs)]);
  for await (const { name, writtenAt } of exports.list()) {
    const isUnfinished = name.endsWith('.tmp');
    const isStale = isUnfinished && now.getTime() - writtenAt.getTime() > dayMs;
    if (isStale || (!isUnfinished && !(await sql.first(isKnown, [name])))) await exports.delete(name);
  }
}
