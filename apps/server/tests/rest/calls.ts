import { wire } from '@rookery/api';
import type { Route } from '@rookery/rest';
import { SuperJSON } from 'superjson';

/** What an answer tells, whichever way it came. */
export type Told =
  | { data: unknown }
  | { code: string; reason: string; issues: unknown; message: string; status: number; hasRetryAfter: boolean };

/** An answer over REST. */
export interface RestReply {
  status: number;
  headers: Headers;
  text: string;
}

/** One call, over either. */
export interface Call {
  route: Route;
  token: string | null;
  input: object;
}

const bearing = (token: string | null): Record<string, string> =>
  token === null ? {} : { authorization: `Bearer ${token}` };
const json = { 'content-type': 'application/json' };

/** Makes a call over tRPC. */
export async function callTrpc(url: string, { route, token, input }: Call): Promise<Told> {
  const text = JSON.stringify(SuperJSON.serialize(input));
  const at = `${url}/trpc/${route.procedure}`;
  const headers = bearing(token);
  const body = isUpload(route) ? { body: formOf(input), headers } : { body: text, headers: { ...headers, ...json } };
  const answer = await (route.type === 'query'
    ? fetch(`${at}?input=${encodeURIComponent(text)}`, { headers })
    : fetch(at, { method: 'POST', ...body }));
  const { result, error } = (await answer.json()) as Envelope;
  if (result) return { data: plain(wire.output.deserialize(result.data)) };
  const { code, reason, issues, httpStatus, retryAfter } = error?.json.data ?? {};
  const message = String(error?.json.message);
  return {
    code: String(code),
    reason: String(reason),
    issues,
    message,
    status: Number(httpStatus),
    hasRetryAfter: retryAfter !== null,
  };
}

interface Envelope {
  result?: { data: never };
  error?: { json: { message: string; data: Record<string, unknown> } };
}

/** A value as JSON tells it. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Whether a route takes a form with a file. */
export function isUpload({ procedure }: Route): boolean {
  return procedure === 'media.upload';
}

function formOf(input: object): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(input)) if (value !== undefined) form.append(name, value);
  return form;
}

/** A request as `fetch` takes it. */
export interface Asked {
  url: string;
  init: { method: string; headers: Record<string, string>; body?: string | FormData };
}

/** The request that makes a call over REST, as the route's own template says. */
export function requestOf(url: string, { route, token, input }: Call): Asked {
  const fields = Object.entries(input).filter(([, value]) => value !== undefined);
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(textOf(Reflect.get(input, name))),
  );
  const others = fields.filter(([name]) => !route.parameters.includes(name));
  const { method } = route;
  const headers = bearing(token);
  const at = `${url}/api/v1${path}`;
  if (method === 'GET') {
    const query = others.flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, textOf(one)]));
    return { url: query.length > 0 ? `${at}?${new URLSearchParams(query)}` : at, init: { method, headers } };
  }
  if (isUpload(route)) return { url: at, init: { method, headers, body: formOf(Object.fromEntries(others)) } };
  if (others.length === 0) return { url: at, init: { method, headers } };
  const body = JSON.stringify(Object.fromEntries(others));
  return { url: at, init: { method, headers: { ...headers, ...json }, body } };
}

function textOf(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

/** Sends a request and reads its answer to the end. */
export async function send({ url, init }: Asked): Promise<RestReply> {
  const answer = await fetch(url, init);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** What an answer over REST tells. */
export function toldBy({ status, headers, text }: RestReply): Told {
  if (status < 300) return { data: text === '' ? { ok: true } : JSON.parse(text) };
  const { code, reason, issues, detail, retryAfter } = JSON.parse(text) as Record<string, unknown>;
  const hasRetryAfter = retryAfter !== undefined && headers.has('retry-after');
  return { code: String(code), reason: String(reason), issues, message: String(detail), status, hasRetryAfter };
}
