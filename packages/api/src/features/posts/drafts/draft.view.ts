import type { DraftView } from '@rookery/contract';
import type { DraftRow } from './insert-draft.ts';

/** A draft as the wire has it. */
export function toDraftView({ id, content, created_ms, updated_ms }: DraftRow): DraftView {
  return { id, content, createdAt: new Date(created_ms), updatedAt: new Date(updated_ms) };
}
