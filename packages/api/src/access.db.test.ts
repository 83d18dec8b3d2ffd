import { Scope } from '@rookery/contract';
import { createTestApp, type TestApp } from '@rookery/testkit';
import { callTRPCProcedure } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasRole } from './kernel/access.ts';
import type { Identity, RequestContext, Viewer } from './kernel/context.ts';
import { newId } from './kernel/id.ts';
import { listProcedures } from './kernel/procedures.ts';
import { appRouter } from './router.ts';

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const declarations = listProcedures(appRouter).map(({ path, type, meta }) => {
  if (!meta) throw new Error(`${path} declares nothing`);
  return { path, type, access: meta.access, scope: meta.scope };
});

/** Every set of scopes that a token can have, and none. */
const everySet = Array.from(
  { length: 2 ** Scope.options.length },
  (_, bits) => new Set(Scope.options.filter((_scope, place) => bits & (1 << place))),
);

const viewer = (more: Partial<Viewer> = {}): Identity => ({
  kind: 'viewer',
  viewer: {
    id: newId(),
    sessionId: newId(),
    tokenId: null,
    role: 'user',
    scopes: null,
    expiresAt: new Date(Date.now() + 60_000),
    ...more,
  },
});

/** The reason for which a call is refused before its input is looked at, or null. */
async function refusalOf(
  path: string,
  type: 'query' | 'mutation' | 'subscription',
  identity: Identity,
): Promise<string | null> {
  const ctx: RequestContext = {
    app: t.app,
    requestId: newId(),
    ip: '127.0.0.1',
    userAgent: null,
    identity,
    idempotencyKey: null,
    cookies: null,
    setHeader: () => undefined,
  };
  const input = { 'no procedure': 'takes this' };
  const call = callTRPCProcedure({
    router: appRouter,
    path,
    type,
    ctx,
    getRawInput: async () => input,
    signal: undefined,
    batchIndex: 0,
  });
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  const cause = error instanceof Error ? error.cause : null;
  return cause && typeof cause === 'object' && 'reason' in cause ? String(cause.reason) : null;
}

describe.each(declarations)('$path, for $access with scope $scope', ({ path, type, access, scope }) => {
  const needsAccount = access !== 'open' && access !== 'anyone';

  test('lets in, or keeps out, those without a token', async () => {
    expect(await refusalOf(path, type, { kind: 'anonymous' })).toBe(needsAccount ? 'token_missing' : null);
  });

  test.each(['token_invalid', 'token_expired', 'session_revoked', 'account_suspended'] as const)(
    'refuses a token that is %s',
    async (reason) => {
      expect(await refusalOf(path, type, { kind: 'rejected', reason })).toBe(access === 'open' ? null : reason);
    },
  );

  test.each(['user', 'moderator', 'admin'] as const)('minds the role of a %s', async (role) => {
    const allowed = !needsAccount || hasRole(role, access);
    expect(await refusalOf(path, type, viewer({ role }))).toBe(allowed ? null : 'role_required');
  });

  test('lets a personal token in if its scopes hold the one that is declared, whichever else they hold', async () => {
    const wrong: string[] = [];
    for (const scopes of everySet) {
      const token = viewer({ role: 'admin', sessionId: null, tokenId: newId(), scopes });
      const allowed = access === 'open' || (scope !== 'session' && scopes.has(scope));
      const refused = await refusalOf(path, type, token);
      if (refused !== (allowed ? null : 'scope_required')) wrong.push(`${[...scopes].join(' ')}: ${refused}`);
    }
    expect(wrong).toEqual([]);
  });
});
