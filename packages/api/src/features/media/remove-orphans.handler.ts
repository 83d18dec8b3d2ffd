import type { App } from '../../kernel/app.ts';
import { storageParts } from '../../kernel/ports.ts';
import { statement } from '../../kernel/sql.ts';
import { removeFiles } from './media-files.ts';

const day = 24 * 3600 * 1000;
const chunk = 200;

// NOTE: rows that somebody is about to use are locked, and skipped.
const dropIdle = statement<{ id: string }>(
  'media.drop-idle',
  `delete from media where id in (
     select m.id from media m
     where m.idle_since < $1 and not exists (select 1 from media_use u where u.media_id = m.id)
     order by m.idle_since limit $2 for update skip locked
   ) returning id`,
);
const selectKnown = statement<{ id: string }>('media.known', 'select id from media where id = any($1::uuid[])');

/** Removes what nothing has shown for a day; then, of a part of the storage, what no row knows. Each part has its hour of the day. */
export async function removeOrphanFiles(app: App): Promise<void> {
  const before = new Date(app.clock.now().getTime() - day);
  await removeIdle(app, before);
  for (let part = before.getUTCHours(); part < storageParts; part += 24) await removeUnknown(app, part, before);
}

async function removeIdle(app: App, before: Date): Promise<void> {
  for (let gone = chunk; gone === chunk; ) {
    const rows = await app.sql.rows(dropIdle, [before, chunk]);
    gone = rows.length;
    await removeFiles(
      app,
      rows.map(({ id }) => id),
    );
  }
}

async function removeUnknown(app: App, part: number, before: Date): Promise<void> {
  let names: string[] = [];
  for await (const { name, writtenAt } of app.storage.list(part)) {
    if (writtenAt < before) names.push(name);
    if (names.length < chunk) continue;
    await removeWithoutRow(app, names);
    names = [];
  }
  await removeWithoutRow(app, names);
}

async function removeWithoutRow({ sql, storage }: App, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const ids = new Set(names.map(idOf));
  const known = new Set((await sql.rows(selectKnown, [[...ids]])).map(({ id }) => id));
  const isWhole = (name: string): boolean => !name.endsWith('.tmp');
  for (const name of names) if (!known.has(idOf(name)) || !isWhole(name)) await storage.delete(name);
}

function idOf(name: string): string {
  return name.slice(0, name.indexOf('/'));
}
