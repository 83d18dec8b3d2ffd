import assert from 'node:assert/strict';
import { clientFor, done, isEnded, type Person, refusal, told } from './client.ts';

/** Registers somebody, who then logs in as on another machine. */
export async function register(url: string, username: string): Promise<Person> {
  const password = `the long walk of ${username}`;
  const body = { email: `${username}@birds.example`, username, password, displayName: `${username} 🪶` };
  const first = told(await clientFor(url).POST('/auth/register', { body }));
  assert.equal(first.profile.username, username);
  const session = told(await clientFor(url).POST('/auth/login', { body: { login: username, password } }));
  assert.notEqual(session.accessToken, first.accessToken);
  const api = clientFor(url, session.accessToken);
  const me = told(await api.GET('/me'));
  assert.deepEqual([me.account.id, me.account.email], [session.account.id, body.email]);
  return { session, password, api };
}

/** What is refused is told as a problem, whoever asks. */
export async function beRefused(url: string, { session, api }: Person): Promise<void> {
  const stranger = clientFor(url);
  assert.deepEqual(refusal(await stranger.GET('/me')), { status: 401, reason: 'token_missing' });
  const body = { login: session.profile.username, password: 'a wrong one' };
  assert.deepEqual(refusal(await stranger.POST('/auth/login', { body })), {
    status: 401,
    reason: 'credentials_invalid',
  });
  const nobody = { params: { path: { id: session.account.id.replace(/.$/, (last) => (last === '0' ? '1' : '0')) } } };
  assert.deepEqual(refusal(await api.GET('/users/{id}', nobody)), { status: 404, reason: 'not_found' });
  const { error } = await api.GET('/feed', { params: { query: { limit: 1000 } } });
  assert.deepEqual([error?.reason, error?.issues.map(({ path }) => path)], ['validation_failed', [['limit']]]);
}

/** A token for programs does what its scopes say, until it is revoked. */
export async function makeToken(url: string, { session, api }: Person): Promise<void> {
  const made = await api.POST('/tokens', { body: { name: 'feed reader', scopes: ['read'] } });
  const { id, token } = told(made);
  assert.match(token, /^rk_/);
  const program = clientFor(url, token);
  assert.equal(told(await program.GET('/me')).account.id, session.account.id);
  const { error, response } = await program.POST('/posts', { body: { text: 'by a program' } });
  assert.deepEqual([response.status, error?.reason], [403, 'scope_required']);
  const { items } = told(await api.GET('/tokens'));
  assert.deepEqual(
    items.map((item) => [item.id, item.scopes]),
    [[id, ['read']]],
  );
  done(await api.DELETE('/tokens/{id}', { params: { path: { id } } }));
  await isEnded(program, 'token_invalid');
}

/** Once a session has ended, its token opens nothing. */
export async function logOut({ api }: Person): Promise<void> {
  done(await api.POST('/auth/logout'));
  await isEnded(api, 'session_revoked');
}
