import type { Logger } from '../kernel/ports.ts';

type Listener<Row> = (row: Row) => void;

/** Who wants to know of each row of a type. */
export class RowListeners<Row extends { type: string }> {
  readonly #listeners = new Map<string, Set<Listener<Row>>>();
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  add(type: string, listener: Listener<Row>): () => void {
    const known = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, known.add(listener));
    return () => void known.delete(listener);
  }

  /** Calls everybody; one who throws does not keep a row from the others. */
  call(rows: readonly Row[]): void {
    for (const row of rows) for (const listener of this.#listeners.get(row.type) ?? []) this.#tell(listener, row);
  }

  #tell(listener: Listener<Row>, row: Row): void {
    try {
      listener(row);
    } catch (error) {
      this.#log.error({ err: error, type: row.type }, 'a listener to the journal failed');
    }
  }
}
