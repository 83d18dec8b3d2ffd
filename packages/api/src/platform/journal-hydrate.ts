import type { App, LiveEventDefinition } from '../kernel/app.ts';
import type { JournalRow } from '../kernel/journal.ts';

/** What rows show to clients. */
export interface Hydrated {
  /** By row id; rows of inner types, and those whose thing is gone, have none. */
  data: Map<string, unknown>;
  /** Why the rows of a type could not be read, by type. */
  failures: Map<string, unknown>;
}

/** Reads the data of rows, all of one type in one go; a type that fails does not hold up the others. */
export async function hydrateRows(app: App, rows: readonly JournalRow[]): Promise<Hydrated> {
  const hydrated: Hydrated = { data: new Map(), failures: new Map() };
  const hydrateType = async (definition: LiveEventDefinition, group: readonly JournalRow[]) => {
    try {
      for (const [id, data] of await definition.hydrate(app, group)) hydrated.data.set(id, data);
    } catch (error) {
      hydrated.failures.set(definition.type, error);
    }
  };
  const groups = Map.groupBy(rows, (row) => row.type);
  await Promise.all(
    [...groups].map(async ([type, group]) => {
      const definition = app.live.get(type);
      if (definition) await hydrateType(definition, group);
    }),
  );
  return hydrated;
}
