import { pino } from 'pino';
import type { Logger } from '../kernel/ports.ts';

const secrets = ['password', 'current', 'next', 'token', 'refreshToken', 'accessToken', 'authorization', 'cookie', 'secret', 'passwordHash'];

/** Logs as JSON lines on standard output, with everything that looks like a secret cut out. */
export function createLogger(level: string): Logger {
  const paths = secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  return pino({ level, redact: { paths, censor: '[redacted]' }, base: null });
}
