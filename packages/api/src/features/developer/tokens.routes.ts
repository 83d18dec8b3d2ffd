import { ById, CreatedToken, CreateTokenInput, Done, PageInput, PersonalTokenPage } from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { signedIn } from '../../kernel/trpc.ts';
import { createToken } from './create-token.ts';
import { listTokens } from './list-tokens.ts';
import { revokeToken } from './revoke-token.ts';

const scope = 'session';

export const tokensRoutes = {
  create: signedIn({
    doc: 'Makes a personal access token, which calls what its scopes allow until it expires or is revoked; its secret is shown this once.',
    scope,
    rest: 'POST /tokens',
    created: '/tokens/{id}',
    effect: 'create',
  })
    .input(CreateTokenInput)
    .output(CreatedToken)
    .mutation(createToken),

  list: signedIn({
    doc: 'Lists the personal access tokens of the caller without their secrets, newest first; signing out and a new password leave them as they are.',
    scope,
    rest: 'GET /tokens',
  })
    .input(PageInput)
    .output(PersonalTokenPage)
    .query(listTokens),

  revoke: signedIn({
    doc: 'Ends a personal access token at once and closes its sockets; done already is fine.',
    scope,
    rest: 'DELETE /tokens/{id}',
    effect: 'delete',
  })
    .input(ById)
    .output(Done)
    .mutation(revokeToken),
} satisfies TRPCRouterRecord;
