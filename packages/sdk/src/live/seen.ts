/** The events that have been handed on lately. */
export interface Seen {
  /** Whether the event is new; it no longer is after this. */
  add(eventId: string): boolean;
  clear(): void;
}

/**
 * NOTE: a cursor is exact, so an event comes twice only while one connection takes over from another, or when the server had
 * to name an earlier place. Both reach back for seconds.
 */
const kept = 20_000;

/** Remembers the newest events, and no more of them than can come again. */
export function createSeen(): Seen {
  const ids = new Set<string>();
  return {
    add: (id) => {
      if (ids.has(id)) return false;
      ids.add(id);
      if (ids.size > kept) ids.delete(ids.values().next().value ?? id);
      return true;
    },
    clear: () => ids.clear(),
  };
}
