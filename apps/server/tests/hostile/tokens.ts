import type { DeclaredProcedure } from '@rookery/api';
import fc from 'fast-check';
import type { Cast } from './cast.ts';

const enders = new Set([
  'auth.logout',
  'auth.logoutAll',
  'auth.revokeSession',
  'auth.changePassword',
  'auth.resetPassword',
  'me.delete',
]);

/** Whether a procedure may sign its caller out. */
export function isEndOfSession({ path }: DeclaredProcedure): boolean {
  return enders.has(path);
}

/** Mostly a token that is valid, so that inputs are looked at; now and then none, or one that is none. */
export function tokenOf({ member, leavers }: Cast, endsSession: boolean): fc.Arbitrary<string | undefined> {
  const valid = endsSession ? fc.constantFrom(...leavers).map(({ token }) => token) : fc.constant(member.token);
  return fc.oneof(
    { weight: 8, arbitrary: valid },
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: forged(member.token) },
  );
}

/** Tokens that look like ours. */
function forged(token: string): fc.Arbitrary<string> {
  const [head = '', claims = '', signature = ''] = token.split('.');
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  const odd = ['null', '[]', '{"alg":"HS256","kid":{}}', '{"alg":"HS256","kid":"__proto__"}', '{', '\ud800'];
  return fc.constantFrom(
    '',
    'x',
    '..',
    'a.b.c',
    `${none}.${claims}.`,
    `${none}.${claims}.${signature}`,
    `${head}.${claims}.${signature.slice(1)}`,
    `${head}.${claims}`,
    `${token}${token}`,
    'e30.'.repeat(2_000),
    ...odd.map((text) => `${Buffer.from(text).toString('base64url')}.${claims}.${signature}`),
    ...odd.map((text) => `${head}.${Buffer.from(text).toString('base64url')}.${signature}`),
  );
}
