import type { SessionStorage } from './session-storage.ts';

/** What the client uses of browsers. */
interface Browser {
  document: object;
  localStorage: SessionStorage;
  navigator: { locks?: Locks };
  XMLHttpRequest: new () => ProgressRequest;
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

/** The part of XMLHttpRequest that uploads use. */
export interface ProgressRequest {
  readonly upload: { onprogress: ((event: { loaded: number; total: number }) => void) | null };
  readonly status: number;
  readonly responseText: string;
  onload: (() => void) | null;
  onerror: (() => void) | null;
  open(method: string, url: string): void;
  setRequestHeader(name: string, value: string): void;
  getResponseHeader(name: string): string | null;
  send(body: unknown): void;
  abort(): void;
}

interface Locks {
  request<T>(name: string, options: { signal: AbortSignal }, task: () => Promise<T>): Promise<T>;
}

/** NOTE: outside of browsers any of it may be missing, which is what the type says. */
export const browser = globalThis as unknown as Partial<Browser>;
