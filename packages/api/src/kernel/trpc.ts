import { createHash } from 'node:crypto';
import { initTRPC, TRPCError } from '@trpc/server';
import { type Declaration, hasRole } from './access.ts';
import type { CallInfo, Identity, RequestContext, Viewer } from './context.ts';
import { DomainError } from './errors.ts';
import { digestible, fieldsOf } from './form.ts';
import { chargeCall } from './rate-limit.ts';
import { type ErrorShape, shapeError, toTrpcError } from './trpc-errors.ts';
import { wire } from './wire.ts';

const trpc = initTRPC
  .context<RequestContext>()
  .meta<Declaration>()
  .create({
    transformer: wire,
    errorFormatter: ({ shape, error, ctx, path }): ErrorShape =>
      shapeError(error, { code: shape.code, path: path ?? null, requestId: ctx?.requestId ?? '' }),
  });

/** An event of a subscription with the cursor by which to resume after it. */
export { type TrackedEnvelope, tracked } from '@trpc/server';

/** Composes the router out of the records of routes; called once. */
export const createRouter = trpc.router;

/** NOTE: `V` is what `admit` gives under the access that the procedure states: never null from `user` upward. */
function guard<V extends Viewer | null>() {
  return trpc.middleware(async ({ ctx, meta, path, type, getRawInput, next }) => {
    if (!meta) throw new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: `${path} declares no access` });
    const startedAt = performance.now();
    const end = (code: string) => ctx.app.observe({ path, code, seconds: (performance.now() - startedAt) / 1000 });
    try {
      await chargeCall(ctx, meta);
      const viewer = admit(ctx.identity, meta) as V;
      const getInput = asObject(getRawInput);
      const call = await callOf(ctx.idempotencyKey, { path, type, getInput });
      const more = { ctx: { viewer, call }, getRawInput: getInput };
      const result = await next<typeof more.ctx>(more);
      const outcome = result.ok ? result : { ...result, error: toTrpcError(result.error) };
      if (!outcome.ok) sayWhen(ctx, outcome.error);
      end(outcome.ok ? 'OK' : outcome.error.code);
      return outcome;
    } catch (error) {
      const refusal = toTrpcError(error);
      sayWhen(ctx, refusal);
      end(refusal.code);
      throw refusal;
    }
  });
}

/** Says in a header after how many seconds a call that was refused may succeed. */
function sayWhen(ctx: RequestContext, { cause }: TRPCError): void {
  if (cause instanceof DomainError && cause.retryAfter !== null) ctx.setHeader('retry-after', String(cause.retryAfter));
}

/** The caller whom the declaration lets in, or a refusal. */
function admit(identity: Identity, { access, scope }: Pick<Declaration, 'access' | 'scope'>): Viewer | null {
  if (access === 'open') return identity.kind === 'viewer' ? identity.viewer : null;
  if (identity.kind === 'rejected') throw new DomainError(identity.reason);
  if (identity.kind === 'anonymous') {
    if (access === 'anyone') return null;
    throw new DomainError('token_missing');
  }
  const { viewer } = identity;
  if (access !== 'anyone' && !hasRole(viewer.role, access)) throw new DomainError('role_required');
  if (viewer.scopes && (scope === 'session' || !viewer.scopes.has(scope))) throw new DomainError('scope_required');
  return viewer;
}

/** Inputs are objects: one that is left out is one of which every field is, and a form is one of its fields. */
function asObject(getRawInput: () => Promise<unknown>): () => Promise<unknown> {
  return async () => {
    const input = await getRawInput();
    if (input instanceof FormData) return fieldsOf(input);
    return input === undefined ? {} : input;
  };
}

const maxKeyLength = 255;

async function callOf(
  key: string | null,
  { path, type, getInput }: { path: string; type: string; getInput: () => Promise<unknown> },
): Promise<CallInfo> {
  if (type !== 'mutation' || key === null) return { path, idempotency: null };
  if (key.length === 0 || key.length > maxKeyLength) {
    throw new DomainError('validation_failed', {
      issues: [{ path: [], code: 'custom', message: `Idempotency-Key takes 1 to ${maxKeyLength} characters` }],
    });
  }
  const body = await digestible(await getInput());
  return { path, idempotency: { key, bodyHash: createHash('sha256').update(body).digest('base64') } };
}

const base = trpc.procedure.use(guard<Viewer | null>());
const signedInBase = trpc.procedure.use(guard<Viewer>());

type Stated = Omit<Declaration, 'access'>;

/** A procedure that needs no token and minds none, like signing in. */
export function open(declaration: Stated): typeof base {
  return base.meta({ ...declaration, access: 'open' });
}

/** A procedure for anybody; a token that is not valid is refused all the same. */
export function anyone(declaration: Stated): typeof base {
  return base.meta({ ...declaration, access: 'anyone' });
}

/** A procedure for signed-in accounts. */
export function signedIn(declaration: Stated): typeof signedInBase {
  return signedInBase.meta({ ...declaration, access: 'user' });
}

/**
 * A procedure for moderators and admins.
 * @public
 */
export function moderator(declaration: Stated): typeof signedInBase {
  return signedInBase.meta({ ...declaration, access: 'moderator' });
}

/**
 * A procedure for admins.
 * @public
 */
export function admin(declaration: Stated): typeof signedInBase {
  return signedInBase.meta({ ...declaration, access: 'admin' });
}
