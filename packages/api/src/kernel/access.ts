import type { Scope } from '@rookery/contract';
import type { z } from 'zod';

/** Who may call: anybody with whatever token, anybody, or an account in a role. */
export type Access = 'open' | 'anyone' | 'user' | 'moderator' | 'admin';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** REST method and path below /api/v1, or why there is none. */
export type RestRoute = `${Method} /${string}` | { none: string };

/** The strict limits behind which single procedures stand, beside the general ones. */
export type StrictLimit = 'login' | 'register' | 'mail' | 'media';

/** Since when a procedure is deprecated, when it ends, and what takes its place; dates are like 2026-11-21. */
export interface Deprecation {
  since: string;
  ends?: string;
  /** A procedure, like `posts.get`. */
  instead?: string;
}

/** What every procedure states of itself. */
export interface Declaration {
  access: Access;
  /** One sentence for the people who call it; shown in the SDK and in OpenAPI. */
  doc: string;
  /** The scope that a personal access token needs; `session` where no token will do. */
  scope: Scope | 'session';
  rest: RestRoute;
  /** A second REST route, where another field of the input names the same thing, or where clients look for it too. */
  restToo?: `${Method} /${string}`;
  /** Where REST finds what this creates: a path below /api/v1 with fields of the answer in it, as in `/posts/{id}`. */
  created?: `/${string}`;
  /** Where it is found instead when a field of the answer is not null. */
  createdWith?: Readonly<Record<string, `/${string}`>>;
  /** Set on a procedure that is on its way out. */
  deprecated?: Deprecation;
  /** What a mutation does; decides its cost, and that `create` takes an idempotency key. Who reads on or types `touches` things. */
  effect?: keyof typeof writeCost;
  limit?: StrictLimit;
  /** What a subscription streams bare; an output parser would hide that it feeds sockets directly. */
  event?: z.ZodType;
}

/** Points that a mutation costs of the hourly write budget. */
export const writeCost = { create: 3, update: 2, delete: 1, touch: 1 } as const;

const rank = { user: 0, moderator: 1, admin: 2 } as const;

/** Whether a role includes what another may do. */
export function hasRole(role: keyof typeof rank, needed: keyof typeof rank): boolean {
  return rank[role] >= rank[needed];
}
