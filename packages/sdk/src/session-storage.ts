/** Where the session is kept: `localStorage`, or anything of its shape; it may answer with promises. */
export interface SessionStorage {
  getItem(key: string): string | null | Promise<string | null>;
  setItem(key: string, value: string): unknown;
  removeItem(key: string): unknown;
}
