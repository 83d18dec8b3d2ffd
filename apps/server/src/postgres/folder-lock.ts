import {
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '../setup-error.ts';
import { errorCode, explain } from './folder.ts';
import { birthOf, processSpace } from './process-identity.ts';

interface Holder {
  pid: number;
  birth: string | null;
  space: string;
}

const heartbeatSeconds = 4;
const silenceSeconds = 15;

/**
 * Claims a data folder for this process until disposed. A lock left by a dead process is taken over: the holder's birth
 * shows whether its id was given to another. A holder in another container cannot be looked up; its lock is touched every few
 * seconds while it lives.
 */
export async function lockFolder(folder: string): Promise<Disposable> {
  const file = join(folder, 'lock');
  for (;;) {
    const lock = explain(folder, () => create(file));
    if (lock !== null) return lock;
    const found = readHolder(file);
    if (found !== null && (await isAlive(file, found))) throw inUse(folder, found);
    if (found !== null) discard(file, found);
    else await sleep(20);
  }
}

function create(file: string): Disposable | null {
  const handle = openNew(file);
  if (handle === null) return null;
  try {
    writeSync(
      handle,
      `${JSON.stringify({ pid: process.pid, birth: birthOf(process.pid), space: processSpace() } satisfies Holder)}\n`,
    );
    return hold(file, handle);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
}

function openNew(file: string): number | null {
  try {
    return openSync(file, 'wx', 0o644);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return null;
    throw error;
  }
}

function hold(file: string, handle: number): Disposable {
  const { ino } = fstatSync(handle);
  const isOurs = (): boolean => statSync(file, { throwIfNoEntry: false })?.ino === ino;
  const heartbeat = setInterval(
    () => isOurs() && utimesSync(file, new Date(), new Date()),
    heartbeatSeconds * 1000,
  ).unref();
  return {
    [Symbol.dispose]: () => {
      clearInterval(heartbeat);
      if (isOurs()) rmSync(file, { force: true });
    },
  };
}

/** Null: gone meanwhile, or still being written. */
function readHolder(file: string): (Holder & { text: string }) | null {
  const text = readLock(file);
  try {
    return text === null ? null : { ...parseHolder(text), text };
  } catch {
    const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    return age < 2000 ? null : { pid: 0, birth: null, space: processSpace(), text: text ?? '' };
  }
}

function readLock(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The file is written by `create` alone; a torn one does not parse. */
function parseHolder(text: string): Holder {
  return JSON.parse(text) as Holder;
}

async function isAlive(file: string, holder: Holder): Promise<boolean> {
  if (holder.space === processSpace()) return holder.pid > 0 && [holder.birth, 'unknown'].includes(birthOf(holder.pid));
  const before = touchedAt(file);
  const deadline = Math.min(before, Date.now()) + silenceSeconds * 1000;
  while (Date.now() < deadline && touchedAt(file) === before) await sleep(200);
  return touchedAt(file) > before;
}

function touchedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Two starts may find the same dead lock: the one that comes second must not carry off the lock of the first. */
function discard(file: string, dead: { text: string }): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  if (readLock(aside) === dead.text) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

function inUse(folder: string, holder: Holder): SetupError {
  const elsewhere = holder.space === processSpace() ? '' : ' in another container';
  return new SetupError(
    `The data folder ${folder} is in use by another Rookery (process ${holder.pid}${elsewhere}).`,
    'Stop that one first, or start this one with another folder: DATA_DIR=/another/folder',
  );
}
