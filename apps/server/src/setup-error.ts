/** What keeps Rookery from starting, told to the person at the terminal: one line that says it, one that mends it. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
  readonly mend: string;

  constructor(message: string, mend: string, options?: ErrorOptions) {
    super(message, options);
    this.mend = mend;
  }
}
