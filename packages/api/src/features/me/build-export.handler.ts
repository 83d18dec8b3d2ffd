import type { App } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { type ExportRow, findExport } from './export-rows.ts';
import { zipOf } from './export-zip.ts';
import { exportLetter } from './letters.ts';

const keptDays = 7;

const setReady = statement('me.export-ready', 'update account_export set ready_at = $2, expires_at = $3 where id = $1');

/** Writes a copy that was asked for, and mails the link. NOTE: the letter goes out here, so that no job ever holds the link. */
export async function writeExport(app: App, exportId: string, jobId: string): Promise<void> {
  const asked = await findExport(app.sql, exportId);
  if (!asked) return;
  const expiresAt = asked.expiresAt ?? (await write(app, asked));
  await app.mailer.send(exportLetter(asked.email, app.links.download(exportId, expiresAt), expiresAt), jobId);
}

async function write(app: App, { id, accountId }: ExportRow): Promise<Date> {
  await app.exports.put(id, zipOf(app, accountId));
  const now = app.clock.now();
  const expiresAt = new Date(now.getTime() + keptDays * 24 * 3600 * 1000);
  // NOTE: whoever deletes the account meanwhile deletes the row first, and then whatever lies under its id.
  if ((await app.sql.run(setReady, [id, now, expiresAt])) === 0) await app.exports.delete(id);
  return expiresAt;
}
