import type { TestServer } from '@rookery/testkit';
import { sendRaw } from '../../src/rpc/testing/raw-http.ts';
import { envelope } from './envelopes.ts';
import type { Known } from './inputs.ts';

/** Somebody with an account, and what proves it. */
export interface Person {
  id: string;
  username: string;
  email: string;
  token: string;
  refreshToken: string;
}

/** Who takes part in the tests, and what they left behind. */
export interface Cast {
  /** Stays signed in, so that inputs get past access. */
  member: Person;
  /** May be signed out by what they send. */
  leavers: readonly Person[];
  /** What is there, for inputs that get further than the first check. */
  known: Known;
}

const password = 'a long walk at noon';

const leaverCount = 24;

/** Signs people up, and has them follow, write, answer and like. */
export async function assemble({ server: { port } }: TestServer): Promise<Cast> {
  const member = await join(port, 'member');
  const neighbour = await join(port, 'neighbour');
  const leavers: Person[] = [];
  for (let n = 0; n < leaverCount; n += 1) leavers.push(await join(port, `leaver_${n}`));
  const posts: string[] = [];
  for (const author of [member, neighbour, neighbour]) {
    const post = await call(port, { path: 'posts.create', token: author.token, input: { text: 'hello' } });
    posts.push(String(post.id));
  }
  await call(port, { path: 'graph.follow', token: member.token, input: { userId: neighbour.id } });
  await call(port, { path: 'graph.follow', token: neighbour.token, input: { userId: member.id } });
  await call(port, { path: 'posts.like', token: neighbour.token, input: { id: posts[0] } });
  const { cursor } = await ask(port, { path: 'events.head', token: member.token, input: {} });
  const people = [member, neighbour, ...leavers];
  const known = {
    ids: [...posts, ...people.map(({ id }) => id)],
    usernames: people.map(({ username }) => username),
    emails: people.map(({ email }) => email),
    cursors: [String(cursor)],
  };
  return { member, leavers, known };
}

/** Opens an account. */
async function join(port: number, username: string): Promise<Person> {
  const email = `${username}@rookery.test`;
  const input = { email, username, password };
  const { account, accessToken, refreshToken } = await call(port, { path: 'auth.register', input });
  const { id } = account as { id: string };
  return { id, username, email, token: String(accessToken), refreshToken: String(refreshToken) };
}

interface SoundCall {
  path: string;
  token?: string;
  input: object;
}

type Output = Record<string, unknown>;

/** Calls a mutation that must succeed. */
async function call(port: number, { path, token, input }: SoundCall): Promise<Output> {
  const headers = { 'content-type': 'application/json', ...bearing(token) };
  return outputOf(await sendRaw(port, { method: 'POST', url: `/trpc/${path}`, headers, body: envelope(input) }));
}

/** Asks a query that must succeed. */
export async function ask(port: number, { path, token, input }: SoundCall): Promise<Output> {
  const url = `/trpc/${path}?input=${encodeURIComponent(envelope(input))}`;
  return outputOf(await sendRaw(port, { url, headers: bearing(token) }));
}

/** The header of a token. */
export function bearing(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

function outputOf({ status, body }: { status: number; body: string }): Output {
  if (status !== 200) throw new Error(`a sound call was answered with ${status}: ${body}`);
  return JSON.parse(body).result.data.json;
}
