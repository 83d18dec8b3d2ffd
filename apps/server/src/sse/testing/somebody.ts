import { newId } from '@rookery/api';

/** Somebody with an account, signed in. */
export interface Somebody {
  id: string;
  username: string;
  token: string;
  /** Calls a procedure that changes something; throws when it is refused. */
  call(path: string, input: object): Promise<Answer>;
}

/** What a call gives; tests know what of it they need. */
export interface Answer {
  id: string;
  accessToken: string;
  token: string;
  account: { id: string };
  data: { id: string };
}

/** The password of everybody in these tests. */
export const password = 'a long walk at noon';

/** Registers somebody whom nobody has met. */
export async function meet(url: string): Promise<Somebody> {
  const username = `sse_${newId().replaceAll('-', '').slice(-12)}`;
  const call = (token: string | null) => (path: string, input: object) => post(`${url}/trpc/${path}`, { token, input });
  const email = `${username}@rookery.test`;
  const { account, accessToken: token } = await call(null)('auth.register', { email, username, password });
  return { id: account.id, username, token, call: call(token) };
}

async function post(url: string, { token, input }: { token: string | null; input: object }): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ json: input }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url}: ${text}`);
  return JSON.parse(text).result.data.json;
}
