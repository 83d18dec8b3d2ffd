import assert from 'node:assert/strict';
import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './api.d.ts';

/** Everything that the document defines, by name. */
export type Schemas = components['schemas'];
/** A client made of the document by stock tools alone. */
export type RestClient = Client<paths>;

/** Somebody with a session. */
export interface Person {
  readonly session: Schemas['Session'];
  readonly password: string;
  readonly api: RestClient;
}

/** A client of the server at `url`, for whoever has the token. */
export function clientFor(url: string, token?: string): RestClient {
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  return createClient<paths>({ baseUrl: `${url}/api/v1`, headers });
}

/** Both sides of what openapi-fetch answers. */
interface Answer<Data, Fault> {
  readonly data?: Data;
  readonly error?: Fault;
  readonly response: Response;
}

/** What a call answered that was to go well. */
export function told<Data>({ data, error, response }: Answer<Data, unknown>): NonNullable<Data> {
  assert.ok(response.ok && data, `${response.status} of ${response.url}: ${JSON.stringify(error)}`);
  return data;
}

/** Demands that a call went well that has nothing to tell. */
export function done({ data, error, response }: Answer<unknown, unknown>): void {
  assert.equal(response.status, 204, JSON.stringify(error));
  assert.equal(data, undefined);
}

/** Demands that a call was refused, and says why it was. */
export function refusal(answer: Answer<unknown, Schemas['Problem']>): Pick<Schemas['Problem'], 'status' | 'reason'> {
  assert.ok(answer.error, 'it was not refused');
  const { status, reason, requestId } = answer.error;
  assert.equal(status, answer.response.status);
  assert.equal(requestId, answer.response.headers.get('x-request-id'));
  assert.equal(answer.response.headers.get('content-type'), 'application/problem+json');
  return { status, reason };
}

/** Demands that a token opens nothing. */
export async function isEnded(api: RestClient, reason: Schemas['Problem']['reason']): Promise<void> {
  assert.deepEqual(refusal(await api.GET('/me')), { status: 401, reason });
}

/** Asks until the answer is fit, since feeds and notifications follow what they tell of; gives up after ten seconds. */
export async function eventually<Found>(ask: () => Promise<Found | undefined>): Promise<Found> {
  for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const found = await ask();
    if (found !== undefined) return found;
  }
  throw new Error(`in vain: ${ask}`);
}
