import { Writable } from 'node:stream';
import { createLogger, type Logger } from '@rookery/api';

/** A log that is kept for the test to read. */
export interface HeardLog {
  log: Logger;
  /** Everything that was written. */
  lines(): readonly string[];
  /** What was logged as an error or worse. */
  errors(): string[];
}

const errorLevel = 50;

/** Listens to a log. */
export function hearLog(level: string): HeardLog {
  const lines: string[] = [];
  const destination = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(...String(chunk).trimEnd().split('\n'));
      done();
    },
  });
  const isError = (line: string) => Number(JSON.parse(line).level) >= errorLevel;
  return { log: createLogger(level, destination), lines: () => lines, errors: () => lines.filter(isError) };
}
