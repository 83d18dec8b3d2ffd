import { type DestinationStream, pino } from 'pino';
import type { Logger } from '../kernel/ports.ts';

const secrets = [
  'password',
  'passwordHash',
  'password_hash',
  'current',
  'next',
  'token',
  'refreshToken',
  'accessToken',
  'authorization',
  'cookie',
  'set-cookie',
  'secret',
  'text',
  // NOTE: PostgreSQL's word on an error; it repeats the row that failed.
  'detail',
];

/** Logs as JSON lines, on standard output unless told otherwise, with everything that looks like a secret cut out. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const paths = secrets.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);
  const options = { level, redact: { paths, censor: '[redacted]' }, base: null };
  return destination ? pino(options, destination) : pino(options);
}
