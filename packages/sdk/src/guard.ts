/** Runs code of the user's; what it throws, now or later, is reported and goes no further. */
export function guard(report: (error: unknown) => void, callback: () => unknown): void {
  try {
    Promise.resolve(callback()).catch(report);
  } catch (error) {
    report(error);
  }
}
