import { browser, type StorageChange } from './browser.ts';
import type { SessionStorage } from './session-storage.ts';

/** The browser's localStorage, or null where there is none or the page may not use it. */
export function browserStorage(): SessionStorage | null {
  try {
    return (browser.document && browser.localStorage) ?? null;
  } catch {
    return null;
  }
}

/** Calls back with what another tab has written under the key; returns the way out. */
export function watchStorage(
  storage: SessionStorage | null,
  key: string,
  onChange: (value: string | null) => void,
): () => void {
  if (!storage || storage !== browserStorage()) return () => undefined;
  const listener = (change: StorageChange): void => {
    if (change.key === key || change.key === null) onChange(change.newValue);
  };
  browser.addEventListener?.('storage', listener);
  return () => browser.removeEventListener?.('storage', listener);
}

const patienceMs = 10_000;

/** Runs a task while no other tab runs one under the same name; alone where tabs cannot lock, or when another hangs. */
export async function locked<T>(name: string, task: () => Promise<T>): Promise<T> {
  const locks = browser.navigator?.locks;
  if (!locks) return task();
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), patienceMs);
  const hold = (): Promise<T> => {
    clearTimeout(timer);
    return task();
  };
  try {
    return await locks.request(name, { signal: patience.signal }, hold);
  } catch (error) {
    if (patience.signal.aborted) return task();
    throw error;
  }
}
