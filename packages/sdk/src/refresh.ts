import { RookeryError } from './errors.ts';
import type { Session } from './generated/types.ts';
import { asRookeryError, waitBefore } from './retry.ts';
import type { SessionPorts } from './session-store.ts';
import { sleep, within } from './timing.ts';
import type { Transport } from './transport.ts';

const attemptMs = 8000;

/** Exchanges refresh tokens. NOTE: the key makes repeating safe, a lost answer is given again. */
export function refreshOver(send: Transport): SessionPorts['refresh'] {
  return async (refreshToken, idempotencyKey) => {
    const operations = [{ path: 'auth.refresh', input: { refreshToken } }];
    const exchange = (signal: AbortSignal): Promise<unknown[]> =>
      send({ operations, mutation: true, token: null, idempotencyKey, signal });
    for (let attempt = 0; ; attempt += 1) {
      const [answer] = await within(attemptMs, undefined, exchange).catch((error) => [asRookeryError(error)]);
      if (!(answer instanceof RookeryError)) return asSession(answer);
      const wait = waitBefore(answer, attempt);
      if (wait === null) throw answer;
      await sleep(wait);
    }
  };
}

/** NOTE: auth.refresh answers with nothing else. */
function asSession(answer: unknown): Session {
  return answer as Session;
}
