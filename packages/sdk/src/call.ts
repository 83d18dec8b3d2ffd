import type { Dispatch, Outcome } from './dispatch.ts';
import { RookeryError } from './errors.ts';
import type { UploadProgress } from './form.ts';
import type { Session } from './generated/types.ts';
import { randomKey } from './random-key.ts';
import { asRookeryError, waitBefore } from './retry.ts';
import type { SessionStore } from './session-store.ts';
import { sleep } from './timing.ts';

/** What every call takes beside its input. */
export interface CallOptions {
  /** Aborts the call; it rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /**
   * For mutations: the same key with the same input takes effect once within 24 hours and gets the first answer again. Calls that
   * create something have one by themselves; give your own to repeat a call safely across restarts.
   */
  idempotencyKey?: string | undefined;
}

/** What a call takes that carries a file. */
export interface UploadOptions extends CallOptions {
  /** Called as the file goes. Only browsers can tell; elsewhere it is never called. */
  onProgress?: ((progress: UploadProgress) => void) | undefined;
}

/** What the client knows of a procedure. */
export interface Procedure {
  path: string;
  mutation?: boolean;
  /** Creates something, so it travels with an idempotency key. */
  keyed?: boolean;
  /** Answers with a session, which becomes the client's own. */
  signsIn?: boolean;
  /** Ends the session, on this device even if the server cannot be told. */
  signsOut?: boolean;
  /** Takes a file, so its input travels as a form. */
  form?: boolean;
}

/** Makes a call and gives its output. */
export type Call = (procedure: Procedure, input: unknown, options?: UploadOptions) => Promise<unknown>;

/** Makes calls in the name of the session: renews its token when that is refused, repeats what failed in passing. */
export function createCall(session: SessionStore, dispatch: Dispatch): Call {
  return async ({ path, mutation = false, keyed, signsIn, signsOut, form }, input, options = {}) => {
    const { signal, idempotencyKey, onProgress } = options;
    await session.ready;
    const owner = session.accountId;
    const key = mutation ? (idempotencyKey ?? (keyed ? randomKey() : undefined)) : undefined;
    const attempt = { path, mutation, input, idempotencyKey: key, tokenless: signsIn, signal, form, onProgress };
    try {
      const send = (): Promise<Outcome> => dispatch.attempt(attempt);
      const output = await repeat({ send, session, owner, signal, repeatable: !mutation || key !== undefined });
      if (signsIn) await session.adopt(asSession(output));
      return output;
    } finally {
      if (signsOut && session.accountId === owner) await session.clear();
    }
  };
}

interface Repetition {
  send(): Promise<Outcome>;
  session: SessionStore;
  owner: string | null;
  signal: AbortSignal | undefined;
  repeatable: boolean;
}

/** NOTE: once somebody else has signed in, nothing may be repeated in his name. */
async function repeat({ send, session, owner, signal, repeatable }: Repetition): Promise<unknown> {
  for (let attempt = 0, renewed = false; ; attempt += 1) {
    const { result, token } = await send();
    if (!(result instanceof RookeryError)) return result;
    const renewal: RookeryError | null =
      token !== null && !renewed && isTokenRefusal(result) ? await renew(session, token) : result;
    if (session.accountId !== owner) throw result;
    renewed ||= renewal === null;
    if (renewal === null) continue;
    const wait = repeatable ? waitBefore(renewal, attempt) : null;
    if (wait === null) throw renewal;
    await sleep(wait, signal);
  }
}

/** Null when the session has another token now. */
function renew(session: SessionStore, token: string): Promise<RookeryError | null> {
  return session.renew(token).then(() => null, asRookeryError);
}

/** NOTE: the generator marks only procedures whose output is a session. */
function asSession(output: unknown): Session {
  return output as Session;
}

/** Whether the token is at fault, and not something that the call itself brought, like a password. */
function isTokenRefusal({ code, reason }: RookeryError): boolean {
  return code === 'UNAUTHORIZED' && reason !== 'credentials_invalid';
}
