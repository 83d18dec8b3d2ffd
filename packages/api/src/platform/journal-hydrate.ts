import type { App } from '../kernel/app.ts';
import type { JournalRow } from '../kernel/journal.ts';

/** The data that clients get for each row, by row id; rows of inner types, and those whose thing is gone, have none. */
export async function hydrateRows(app: App, rows: readonly JournalRow[]): Promise<ReadonlyMap<string, unknown>> {
  const groups = Map.groupBy(rows, (row) => row.type);
  const parts = await Promise.all(
    [...groups].map(async ([type, group]) => {
      const definition = app.live.get(type);
      return definition ? definition.hydrate(app, group) : new Map<string, unknown>();
    }),
  );
  return new Map(parts.flatMap((part) => [...part]));
}
