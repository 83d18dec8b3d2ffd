import { hash } from 'node:crypto';
import { Done } from '@rookery/contract';
import { agingHeaders } from './aging.ts';
import { namesTag } from './entity-tag.ts';
import type { Route } from './route-table.ts';

/** An answer of which all is known. */
export interface RestAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** How a request was made, as far as its answer depends on it. */
export interface Asked {
  /** The path before those of the routes. */
  prefix: string;
  /** The path below it, as the client wrote it. */
  path: string;
  query: URLSearchParams;
  ifNoneMatch: string | undefined;
}

/** The answer that carries what a procedure gave. */
export function answerOf(route: Route, data: unknown, asked: Asked): RestAnswer {
  const headers = agingHeaders(route.declaration);
  if (route.output === Done) return { status: 204, headers, text: '' };
  const text = JSON.stringify(data);
  headers['content-type'] = 'application/json';
  if (route.method === 'GET') return readAnswer({ status: 200, headers, text }, data, asked);
  headers['cache-control'] = 'no-store';
  const created = route.method === 'POST' ? createdPath(route.declaration, data) : undefined;
  if (created === undefined) return { status: 200, headers, text };
  headers['location'] = asked.prefix + filled(created, data);
  return { status: 201, headers, text };
}

function createdPath({ created, createdWith = {} }: Route['declaration'], data: unknown): string | undefined {
  const field = Object.keys(createdWith).find((name) => (fieldOf(data, name) ?? null) !== null);
  return field === undefined ? created : createdWith[field];
}

function readAnswer(answer: RestAnswer, data: unknown, asked: Asked): RestAnswer {
  const { headers, text } = answer;
  const next = nextCursorOf(data);
  // NOTE: weak, since a body that is compressed on its way is another one byte by byte, and since some cursors name the moment of
  // their making: a page is the same while its items are, and the cursor that came with it leads on as well.
  headers['etag'] = `W/"${hash('sha1', next === null ? text : text.replace(next, ''), 'base64url')}"`;
  headers['cache-control'] = 'private, no-cache';
  if (next !== null)
    addTo(headers, 'link', `<${asked.prefix}${asked.path}?${withCursor(asked.query, next)}>; rel="next"`);
  if (!namesTag(asked.ifNoneMatch, headers['etag'])) return answer;
  const { 'content-type': _, ...kept } = headers;
  return { status: 304, headers: kept, text: '' };
}

/** NOTE: every list of the contract tells where its next page begins in this field. */
function nextCursorOf(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('nextCursor' in data)) return null;
  return typeof data.nextCursor === 'string' ? data.nextCursor : null;
}

function withCursor(query: URLSearchParams, cursor: string): string {
  const next = new URLSearchParams(query);
  next.set('cursor', cursor);
  return next.toString();
}

/** A path with fields of an answer in the places of its parameters. */
function filled(path: string, data: unknown): string {
  return path.replaceAll(/\{([\w.]+)\}/g, (_, name: string) => encodeURIComponent(String(fieldOf(data, name))));
}

function fieldOf(data: unknown, name: string): unknown {
  return name
    .split('.')
    .reduce<unknown>((at, step) => (at instanceof Object ? Reflect.get(at, step) : undefined), data);
}

function addTo(headers: Record<string, string>, name: string, value: string): void {
  headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
}
