/** Loaded into a server under measurement, with --expose-gc: tells over IPC what memory it holds once what nobody needs is gone. */
interface Collecting {
  gc?: () => void;
}

process.on('message', (message) => {
  if (message !== 'memory') return;
  (globalThis as Collecting).gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send?.({ rss, heapUsed, external });
});
process.channel?.unref();
