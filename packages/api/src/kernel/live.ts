import type { StreamEvent } from '@rookery/contract';
import type { App, LiveEventDefinition, LiveEventTable } from './app.ts';
import type { JournalRow } from './journal.ts';

/** Defines how a live event gets its data. */
export function defineLiveEvent<Type extends StreamEvent['type']>(definition: {
  type: Type;
  hydrate: (
    app: App,
    rows: readonly JournalRow[],
  ) => Promise<ReadonlyMap<string, Extract<StreamEvent, { type: Type }>['data']>>;
}): LiveEventDefinition {
  return definition;
}

/** Defines rows that a feature listens to by itself and clients never see: a listener gets what the row refers to. */
export function defineInnerEvent(type: string): LiveEventDefinition {
  return { type, hydrate: async (_app, rows) => new Map(rows.map((row) => [row.id, row.ref])) };
}

/** Orders live events by type. */
export function liveEventTable(definitions: readonly LiveEventDefinition[]): LiveEventTable {
  return new Map(definitions.map((definition) => [definition.type, definition]));
}

/** The topic of what concerns one person. */
export function userTopic(userId: string): string {
  return `user:${userId}`;
}

/** The id that a row's topic names. */
export function idOfTopic({ topic }: Pick<JournalRow, 'topic'>): string {
  return topic.slice(topic.indexOf(':') + 1);
}
