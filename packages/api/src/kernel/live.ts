import type { StreamEvent } from '@rookery/contract';
import { z } from 'zod';
import type { App, LiveEventDefinition, LiveEventTable, ShownRow, Transaction } from './app.ts';
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

/** Defines how a live event that looks different to each reader gets its data. */
export function definePersonalEvent<Type extends StreamEvent['type']>(definition: {
  type: Type;
  hydrateEach: (
    app: App,
    shown: readonly ShownRow[],
  ) => Promise<readonly (Extract<StreamEvent, { type: Type }>['data'] | undefined)[]>;
}): LiveEventDefinition {
  return definition;
}

/** Defines rows that a feature listens to by itself and clients never see: a listener gets what the row refers to. */
export function defineInnerEvent(type: string): LiveEventDefinition {
  return { type, hydrate: async (_app, rows) => new Map(rows.map((row) => [row.id, row.ref])) };
}

/** What somebody's stream holds: the topics, and for each the last place that came before it concerned him. */
export type StreamScope = ReadonlyMap<string, number>;

/** The type of rows on somebody's own topic that tell his open streams of a topic which concerns him now or no more. */
export const scopeChanged = 'stream.scope';

const ScopeChange = z.object({ topic: z.string(), joined: z.boolean() });
type ScopeChange = z.infer<typeof ScopeChange>;

/** Tells the open streams of somebody that a topic concerns him from now on, or no more. */
export function recordScope(tx: Transaction, viewerId: string, change: ScopeChange): void {
  tx.record(userTopic(viewerId), scopeChanged, change);
}

/** What a row of the type `scopeChanged` says. */
export function scopeChangeOf({ ref }: Pick<JournalRow, 'ref'>): ScopeChange {
  return ScopeChange.parse(ref);
}

/** Orders live events by type. */
export function liveEventTable(definitions: readonly LiveEventDefinition[]): LiveEventTable {
  const all = [defineInnerEvent(scopeChanged), ...definitions];
  return new Map(all.map((definition) => [definition.type, definition]));
}

/** The topic of what concerns one person. */
export function userTopic(userId: string): string {
  return `user:${userId}`;
}

/** The topic of what concerns those who talk with each other. */
export function conversationTopic(conversationId: string): string {
  return `conversation:${conversationId}`;
}

/** The id that a row's topic names. */
export function idOfTopic({ topic }: Pick<JournalRow, 'topic'>): string {
  return topic.slice(topic.indexOf(':') + 1);
}
