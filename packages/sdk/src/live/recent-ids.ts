/**
 * NOTE: a cursor is exact, so an event comes twice only while one connection takes over from another, or when the server
 * had to name an earlier place. Both reach back for seconds.
 */
const kept = 20_000;

/** Remembers the newest ids, and no more of them than can come again. */
export class RecentIds {
  readonly #ids = new Set<string>();

  /** Whether the id is new; it no longer is after this. */
  add(id: string): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    if (this.#ids.size > kept) this.#ids.delete(this.#ids.values().next().value ?? id);
    return true;
  }

  clear(): void {
    this.#ids.clear();
  }
}
