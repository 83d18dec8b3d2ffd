import { closeSync, fsyncSync, mkdirSync, openSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { SetupError } from '../setup-error.ts';
import type { Account } from './account.ts';

/** Makes the folder when it is missing and answers its real path. */
export function makeFolder(path: string, mode: number): string {
  const folder = resolve(path);
  return explain(folder, () => {
    mkdirSync(folder, { recursive: true, mode });
    return realpathSync(folder);
  });
}

/** Runs `work`, turning the file system's refusals at `folder` into setup errors. */
export function explain<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw folderError(folder, error) ?? error;
  }
}

function folderError(folder: string, error: unknown): SetupError | null {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(folder, error);
    case 'EACCES':
    case 'EPERM':
      return notWritable(folder, error);
    case 'EROFS':
      return new SetupError(
        `The data folder ${folder} lies on a read-only file system.`,
        'Set DATA_DIR to a folder that can be written.',
        { cause: error },
      );
    case 'EEXIST':
    case 'ENOTDIR':
      return new SetupError(`${folder} is not a folder.`, 'Set DATA_DIR to a folder, or move that file away.', {
        cause: error,
      });
    default:
      return null;
  }
}

/** The device that holds `folder` is full. */
export function diskFull(folder: string, cause?: unknown): SetupError {
  return new SetupError(
    `The disk that holds ${folder} is full.`,
    'Free some space (a new database needs about 100 MB) or set DATA_DIR to a folder on another disk.',
    { cause },
  );
}

function notWritable(folder: string, cause: unknown): SetupError {
  const uid = process.getuid?.();
  const who = uid === undefined ? 'this user' : `user id ${uid}`;
  return new SetupError(
    `The data folder ${folder} cannot be written by ${who}.`,
    `Give it to this user (sudo chown -R ${uid ?? '$USER'} ${folder}) or set DATA_DIR to another folder.`,
    { cause },
  );
}

/** The system error code of a caught value (`ENOENT`, or a SQLSTATE from PostgreSQL), if it has one. */
export function errorCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** The topmost folder on the way to `path`, itself included, that the account may not enter; null when the way is free. */
export function blockedAt(path: string, account: Account | null): string | null {
  if (account === null) return null;
  const above = dirname(path);
  const higher = above === path ? null : blockedAt(above, account);
  return higher ?? (allows(statSync(path), account, 0o1) ? null : path);
}

/** Whether the account has all of `rights` (an octal digit: read 4, write 2, enter or run 1) by the mode bits. */
export function allows(stats: Stats, account: Account, rights: number): boolean {
  const asOther = stats.gid === account.gid ? 3 : 0;
  const shift = stats.uid === account.uid ? 6 : asOther;
  return ((stats.mode >> shift) & rights) === rights;
}

/** Makes a rename or a new name in the folder survive a power cut. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
