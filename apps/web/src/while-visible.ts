const intervalMs = 15_000;

/** Runs a task every 15 seconds while the page is looked at, and at once when it is looked at or connected again. */
export function whileVisible(task: () => Promise<void>): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRunning = false;
  let lastAt = Date.now();

  const run = async (): Promise<void> => {
    if (isRunning) return;
    clearTimeout(timer);
    isRunning = true;
    try {
      if (document.hidden) return;
      await task();
      lastAt = Date.now();
    } finally {
      isRunning = false;
      timer = setTimeout(run, intervalMs);
    }
  };

  timer = setTimeout(run, intervalMs);
  addEventListener('online', () => void run());
  document.addEventListener('visibilitychange', () => {
    if (Date.now() - lastAt > intervalMs) void run();
  });
}
