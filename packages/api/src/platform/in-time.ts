const patienceMs = 15_000;

/**
 * The outcome of work on the database, or an error when it takes longer than the database itself allows: then the
 * connection is dead, and whoever waits for it would wait for hours.
 */
export async function inTime<T>(work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('the database did not answer')), patienceMs).unref();
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
