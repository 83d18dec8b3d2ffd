import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const RunningNote = z.object({ pid: z.int(), url: z.string(), databaseUrl: z.string() });

/** What a server leaves in its data folder for the commands that are run beside it. */
export type RunningNote = z.infer<typeof RunningNote>;

const nameOf = (dataDir: string) => join(dataDir, 'running.json');

/** Leaves the note, for its owner's eyes alone, until disposed. */
export function leaveNote(dataDir: string, note: RunningNote): Disposable {
  const file = nameOf(dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify(note), { mode: 0o600, flag: 'wx' });
  return { [Symbol.dispose]: () => rmSync(file, { force: true }) };
}

/** The note of a server that may still be running; null when there is none. */
export function readNote(dataDir: string): RunningNote | null {
  try {
    return RunningNote.parse(JSON.parse(readFileSync(nameOf(dataDir), 'utf8')));
  } catch {
    return null;
  }
}
