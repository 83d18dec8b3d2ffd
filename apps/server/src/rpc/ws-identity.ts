import { TRPCError } from '@trpc/server';
import type { ConnectionParams } from './ws-options.ts';

/** Finds out who a client is. */
export type Authenticate<Auth> = (params: ConnectionParams) => Auth | Promise<Auth>;

/** Who is at the other end of a socket. */
export class SocketIdentity<Auth> {
  readonly #authenticate: Authenticate<Auth>;
  #params: ConnectionParams = null;
  #found: Promise<Auth> | null = null;
  #known: { auth: Auth } | null = null;
  /** What was revoked while we were finding out. */
  #revocations: ((auth: Auth) => boolean)[] = [];

  constructor(authenticate: Authenticate<Auth>) {
    this.#authenticate = authenticate;
  }

  /** Null until it is known who is there. */
  get known(): { auth: Auth } | null {
    return this.#known;
  }

  /** Whether the client has yet to say who it is. */
  get isAwaited(): boolean {
    return this.#found === null;
  }

  /** Resolves to who is there; rejects when they are refused. */
  get(): Promise<Auth> {
    return this.#found ?? Promise.reject(new TRPCError({ code: 'UNAUTHORIZED' }));
  }

  /** Finds out who is there; once. */
  find(readParams: () => ConnectionParams): Promise<Auth> {
    this.#found = this.#find(readParams);
    return this.#found;
  }

  /** Finds out again, with what the client said at first. */
  async renew(): Promise<Auth> {
    return this.find(() => this.#params);
  }

  /** Whether this one is revoked. One that is not known yet will be refused when it turns out to be. */
  isRevokedBy(isRevoked: (auth: Auth) => boolean): boolean {
    if (this.#known) return isRevoked(this.#known.auth);
    this.#revocations.push(isRevoked);
    return false;
  }

  async #find(readParams: () => ConnectionParams): Promise<Auth> {
    this.#params = readParams();
    this.#known = null;
    const auth = await this.#authenticate(this.#params);
    if (this.#revocations.some((isRevoked) => isRevoked(auth)))
      throw new TRPCError({ code: 'UNAUTHORIZED', message: 'Revoked' });
    this.#revocations = [];
    this.#known = { auth };
    return auth;
  }
}
