import { writeFileSync } from 'node:fs';

/** Where a message stands, and by which name its sender called it. */
export interface Place {
  conversation: string;
  seq: number;
  id: string;
  clientId: string;
}

/** How the names of messages begin that nobody sent: they tell what happened to a conversation. */
export const notePrefix = 'note ';

/** One thing that happened, in milliseconds of a clock that never goes back. */
export type Entry = { at: number } & (
  | { kind: 'invoked'; person: string; conversation: string; clientId: string }
  | ({ kind: 'acknowledged' } & Place)
  | { kind: 'failed'; clientId: string; reason: string }
  | ({ kind: 'heard'; device: string } & Place)
  | { kind: 'removed'; person: string; conversation: string }
  | { kind: 'status'; device: string; status: string }
  | { kind: 'fault'; name: string }
  | { kind: 'healed'; name: string }
);

/** What happened, with what was found in the database at the end. */
export interface History {
  /** Device → the person it belongs to. */
  devices: Readonly<Record<string, string>>;
  /** Conversation → its members at the beginning. */
  members: Readonly<Record<string, readonly string[]>>;
  entries: readonly Entry[];
  stored: readonly Place[];
}

/** Leaves out the time, from each kind of entry apart. */
type Untimed<T> = T extends unknown ? Omit<T, 'at'> : never;

/** What is written while it happens. */
export class Recorder {
  readonly entries: Entry[] = [];

  note(entry: Untimed<Entry>): void {
    this.entries.push({ at: performance.now(), ...entry });
  }
}

/** Writes a history to a file, an entry a line, for who asks afterwards what happened. */
export function writeHistory(file: string, { entries, ...rest }: History): void {
  const lines = [JSON.stringify(rest), ...entries.map((entry) => JSON.stringify(entry))];
  writeFileSync(file, `${lines.join('\n')}\n`);
}
