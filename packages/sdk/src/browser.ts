import type { SessionStorage } from './session-storage.ts';

/** What the client uses of browsers. */
interface Browser {
  document: object;
  localStorage: SessionStorage;
  navigator: { locks?: Locks };
  addEventListener(type: 'storage', listener: (change: StorageChange) => void): void;
  addEventListener(type: 'online', listener: () => void): void;
  removeEventListener: Browser['addEventListener'];
  setImmediate(task: () => void): unknown;
}

/** What another tab has written; a null key means that it has cleared everything. */
export interface StorageChange {
  key: string | null;
  newValue: string | null;
}

interface Locks {
  request<T>(name: string, options: { signal: AbortSignal }, task: () => Promise<T>): Promise<T>;
}

/** NOTE: outside of browsers any of it may be missing, which is what the type says. */
export const browser = globalThis as unknown as Partial<Browser>;
