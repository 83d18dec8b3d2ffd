import { type InputIssue, type Reason, reasons } from '@rookery/contract';

interface Details {
  issues?: InputIssue[];
  retryAfter?: number;
  cause?: unknown;
}

/** A refusal that the caller is meant to see: one stable `reason`, told alike on every transport. */
export class DomainError extends Error {
  readonly reason: Reason;
  readonly issues: InputIssue[];
  /** Seconds after which a retry may succeed, or null. */
  readonly retryAfter: number | null;

  constructor(reason: Reason, details: Details = {}) {
    super(reasons[reason][1], details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'DomainError';
    this.reason = reason;
    this.issues = details.issues ?? [];
    this.retryAfter = details.retryAfter ?? null;
  }
}

/** A rule of one input field was broken that its schema alone cannot see. */
export function invalidInput(path: (string | number)[], message: string): DomainError {
  return new DomainError('validation_failed', { issues: [{ path, code: 'custom', message }] });
}

/** Returns the value, or refuses with `not_found`. */
export function found<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new DomainError('not_found');
  return value;
}
