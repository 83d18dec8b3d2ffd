import { type OpenApp, pendingMigrations, statement } from '@rookery/api';

/** What was looked at, and how it is. */
export interface Readiness {
  status: 'ready' | 'unready';
  checks: Record<'accepting' | 'database' | 'migrations' | 'queue', string>;
}

/** Tells whether calls can be served. */
export interface Health {
  check(): Promise<Readiness>;
}

const ping = statement('server.ping', 'select 1');
const patienceMs = 2000;
const freshMs = 500;

/** Looks at everything that a call needs; asked often, it looks twice a second at the most. */
export function createHealth(app: OpenApp, isDraining: () => boolean): Health {
  let migrated = false;
  const migrations = async () => {
    if (migrated) return 'ok';
    const pending = await pendingMigrations(app.orm);
    migrated = pending.length === 0;
    return migrated ? 'ok' : `${pending.length} not applied`;
  };
  const look = async () => {
    const [database, applied, queue] = await Promise.all([
      outcome(app.sql.rows(ping, []).then(() => 'ok')),
      outcome(migrations()),
      outcome(app.jobs.isReachable().then((isThere) => (isThere ? 'ok' : 'not installed'))),
    ]);
    return { database, migrations: applied, queue };
  };
  const recent = atMostEvery(freshMs, look);
  return {
    check: async () => {
      const checks = { accepting: isDraining() ? 'shutting down' : 'ok', ...(await recent()) };
      return { status: Object.values(checks).every((state) => state === 'ok') ? 'ready' : 'unready', checks };
    },
  };
}

/** NOTE: why it failed is for the logs of the database, not for strangers. */
async function outcome(check: Promise<string>): Promise<string> {
  const late = Promise.withResolvers<string>();
  const timer = setTimeout(() => late.resolve('no answer in time'), patienceMs);
  try {
    return await Promise.race([check, late.promise]);
  } catch {
    return 'does not answer';
  } finally {
    clearTimeout(timer);
  }
}

function atMostEvery<T>(ms: number, look: () => Promise<T>): () => Promise<T> {
  let last: Promise<T> | null = null;
  let at = 0;
  return () => {
    if (last === null || performance.now() - at > ms) {
      at = performance.now();
      last = look();
    }
    return last;
  };
}
