import type { App, LiveEventDefinition, ShownRow } from '../kernel/app.ts';
import type { JournalRow } from '../kernel/journal.ts';

/** What a row shows to clients. */
export interface ShownData {
  /** Null for what is the same to everybody. */
  viewerId: string | null;
  data: unknown;
}

/** What rows show to clients. */
export interface Hydrated {
  /** By row id; rows of inner types, and those whose thing is gone, have none. */
  data: Map<string, ShownData[]>;
  /** Why the rows of a type could not be read, by type. */
  failures: Map<string, unknown>;
}

/** Those for whom rows of a topic are read that look different to each. */
export type ViewersOf = (topic: string) => Iterable<string>;

/** Reads the data of rows, all of one type in one go; a type that fails does not hold up the others. */
export async function hydrateRows(app: App, rows: readonly JournalRow[], viewersOf: ViewersOf): Promise<Hydrated> {
  const hydrated: Hydrated = { data: new Map(), failures: new Map() };
  const hydrateType = async (definition: LiveEventDefinition, group: readonly JournalRow[]) => {
    try {
      for (const [id, shown] of await read(app, definition, { rows: group, viewersOf })) hydrated.data.set(id, shown);
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

async function read(
  app: App,
  definition: LiveEventDefinition,
  { rows, viewersOf }: { rows: readonly JournalRow[]; viewersOf: ViewersOf },
): Promise<Iterable<[string, ShownData[]]>> {
  if ('hydrate' in definition) {
    const found = await definition.hydrate(app, rows);
    return [...found].map(([id, data]) => [id, [{ viewerId: null, data }]]);
  }
  const shown = rows.flatMap((row): ShownRow[] => Array.from(viewersOf(row.topic), (viewerId) => ({ row, viewerId })));
  const found = shown.length > 0 ? await definition.hydrateEach(app, shown) : [];
  const byRow = new Map<string, ShownData[]>(rows.map(({ id }) => [id, []]));
  for (const [index, { row, viewerId }] of shown.entries()) {
    if (found[index] !== undefined) byRow.get(row.id)?.push({ viewerId, data: found[index] });
  }
  return byRow;
}
