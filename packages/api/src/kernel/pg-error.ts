/** PostgreSQL's error code of an error or of what caused it, or null. */
function pgCode(error: unknown): string | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && /^[0-9A-Z]{5}$/.test(at.code)) return at.code;
  }
  return null;
}

/** The constraint that a unique violation names, or null. */
export function brokenUnique(error: unknown): string | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && at.code === '23505')
      return 'constraint' in at && typeof at.constraint === 'string' ? at.constraint : '';
  }
  return null;
}

/** Whether the same transaction may succeed when run again: deadlock or serialization failure. */
export function isRetryable(error: unknown): boolean {
  const code = pgCode(error);
  return code === '40P01' || code === '40001';
}

/** Whether the database gave up a statement that took too long, or that waited too long for a lock. */
export function isTimeout(error: unknown): boolean {
  const code = pgCode(error);
  return code === '57014' || code === '55P03';
}

const connectionCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT']);

/** Whether the database could not be reached, is starting or going down, or has no disk, memory or connection left. */
export function isUnavailable(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') {
      if (
        at.code.startsWith('08') ||
        at.code.startsWith('57P0') ||
        at.code.startsWith('53') ||
        connectionCodes.has(at.code)
      )
        return true;
    }
    if (
      /Connection terminated|after calling end on the pool|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
        at.message,
      )
    )
      return true;
  }
  return false;
}
