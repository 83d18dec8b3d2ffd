import { jitter, sleep } from '../timing.ts';

/** Gives code that is loaded when it is first needed; after a failure a later call loads anew. */
export type Loader<Code> = () => Promise<Code>;

/** Loads code once, however many ask for it at a time; reports each failure once. */
export function loadOnce<Code>(load: Loader<Code>, report: (error: unknown) => void): Loader<Code> {
  let loading: Promise<Code> | null = null;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = null;
      report(error);
      throw error;
    });
    return loading;
  };
}

/** What becomes of code that is waited for. */
export interface LoadHandlers<Code> {
  use(code: Code): void;
  onTry?(): void;
  onPause?(): void;
}

/** Calls back once the code is there, and tries to load it until then; returns the way out. */
export function whenLoaded<Code>(load: Loader<Code>, { use, onTry, onPause }: LoadHandlers<Code>): () => void {
  const leaving = new AbortController();
  const { signal } = leaving;
  const run = async (): Promise<void> => {
    for (let failures = 0; !signal.aborted; failures += 1) {
      onTry?.();
      const code = await load().catch(() => null);
      if (signal.aborted) return;
      if (code !== null) return use(code);
      onPause?.();
      await sleep(jitter(failures, 400, 15_000), signal).catch(() => undefined);
    }
  };
  void run();
  return () => leaving.abort();
}
