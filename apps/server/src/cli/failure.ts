import { SetupError } from '../setup-error.ts';

/** What a command that failed says to the person at the terminal: one line when the cause is known, else everything there is. */
export function describeFailure(error: unknown): unknown[] {
  const known = error instanceof SetupError ? error : databaseFailure(error);
  return known ? [`${known.message} ${known.mend}`] : ['Rookery gave up; this is a bug.', error];
}

/** A trouble of the database that no look before the start foresees; null when it is something else. */
function databaseFailure(error: unknown): SetupError | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const sign = `${'code' in at ? at.code : ''} ${at.message}`;
    const known = causes.find(({ signs }) => signs.test(sign));
    if (known) return new SetupError(known.message, known.mend, { cause: error });
  }
  return null;
}

const causes = [
  {
    signs: /^53100|no space left on device/i,
    message: 'The disk that holds the database is full.',
    mend: 'Free some space and run the command again, or begin on another disk with DATA_DIR or DATABASE_URL.',
  },
  {
    signs: /^53300/,
    message: 'PostgreSQL takes no more connections.',
    mend: 'Raise its max_connections, or set DATABASE_POOL lower.',
  },
  {
    signs: /^42501/,
    message: 'The role of DATABASE_URL may not do what Rookery needs in its database.',
    mend: 'Make it the owner of the database and of all that is in it.',
  },
  {
    signs: /^(08|57P0)|^ECONN|Connection terminated/,
    message: 'The database ended while it was needed.',
    mend: 'Run the command again; if it happens again, the log of PostgreSQL says why (postgres.log in the data folder, or that of your server).',
  },
];
