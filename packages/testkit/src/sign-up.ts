import type { RequestContext } from '@rookery/api';
import type { Caller, TestApp } from './test-app.ts';

type Session = Awaited<ReturnType<Caller['auth']['register']>>;

/** Somebody with an account, signed in. */
export interface SignedUp {
  id: string;
  email: string;
  username: string;
  password: string;
  session: Session;
}

/** Registers somebody, whose password only tests would choose. */
export async function signUp(t: TestApp, username: string, request?: Partial<RequestContext>): Promise<SignedUp> {
  const email = `${username}@rookery.test`;
  const password = `the password of ${username}`;
  const session = await t.as(null, request).auth.register({ email, username, password });
  return { id: session.account.id, email, username, password, session };
}
