import type { LocalChange, Place } from './change.ts';
import type { Schema, SchemaLike } from './document.ts';

/** Two schemas in the same place of the old and the new document. */
export interface SchemaPair {
  readonly before: SchemaLike;
  readonly after: SchemaLike;
}

/** Two schemas of one type, free of references and unions. */
export interface ObjectPair {
  readonly before: Schema;
  readonly after: Schema;
}

/** Tells everything that changed between two schemas, and in all that they refer to. */
export type CompareSchemas = (place: Place, pair: SchemaPair) => LocalChange[];
