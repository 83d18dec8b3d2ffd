import type { AccountRole, Reason, Scope } from '@rookery/contract';
import type { App } from './app.ts';

/** Who calls. */
export interface Viewer {
  id: string;
  /** Null for a personal access token. */
  sessionId: string | null;
  /** Null for a session. */
  tokenId: string | null;
  role: AccountRole;
  /** Null for a session, which may do everything that its account may. */
  scopes: ReadonlySet<Scope> | null;
  /** When the proof of identity expires; thousands of years ahead for a token that does not. */
  expiresAt: Date;
}

/** What the credentials of a request proved. */
export type Identity =
  | { kind: 'anonymous' }
  | { kind: 'viewer'; viewer: Viewer }
  | { kind: 'rejected'; reason: Reason };

/** What is known of one call. */
export interface CallInfo {
  path: string;
  idempotency: { key: string; bodyHash: string } | null;
}

/** The cookie that keeps a browser's refresh token where no script can read it. */
export interface CookieJar {
  /** What the browser sent, or null. */
  readonly refreshToken: string | null;
  /** Whether the call is JSON, carries the header X-Rookery-CSRF and comes from an allowed origin. */
  readonly trusted: boolean;
  setRefresh(token: string, expiresAt: Date): void;
  clearRefresh(): void;
}

/** What a transport knows before a call is chosen. */
export interface RequestContext {
  readonly app: App;
  readonly requestId: string;
  readonly ip: string;
  readonly userAgent: string | null;
  readonly identity: Identity;
  readonly idempotencyKey: string | null;
  /** Null on transports that carry no cookies. */
  readonly cookies: CookieJar | null;
  /** Sets a header of the answer; does nothing on a socket. */
  setHeader(name: string, value: string): void;
}

/** What a use case stands on. */
export interface Context extends RequestContext {
  readonly viewer: Viewer | null;
  readonly call: CallInfo;
}

/** A context whose caller is known. */
export interface SignedInContext extends Context {
  readonly viewer: Viewer;
}

/** What a use case takes. */
export interface Call<Input = unknown, C extends Context = Context> {
  ctx: C;
  input: Input;
  signal?: AbortSignal | undefined;
}

/** What a use case takes that needs a signed-in caller. */
export type SignedInCall<Input = unknown> = Call<Input, SignedInContext>;
