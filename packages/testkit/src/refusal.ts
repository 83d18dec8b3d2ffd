import { expect } from 'vitest';

/** Matches the error of a call that was refused for this reason. */
export function refusal(reason: string): unknown {
  return expect.objectContaining({ cause: expect.objectContaining({ reason }) });
}
