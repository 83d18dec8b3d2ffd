import { RookeryError } from '../errors.ts';

/** What recovering stands on. */
export interface RecoveryPorts {
  /** The token of the connection that broke. */
  used: string | null;
  /** Replaces a token that was refused. */
  renew(used: string): Promise<void>;
  report(error: unknown): void;
}

/** Renews a token that was refused; reports what waiting will not mend. */
export async function recover(error: unknown, { used, renew, report }: RecoveryPorts): Promise<void> {
  if (!(error instanceof RookeryError)) return report(error);
  if (error.code === 'UNAUTHORIZED' && used) await renew(used).catch(() => undefined);
  else if (error.reason !== 'network' && error.reason !== 'unavailable') report(error);
}
