import { Done, StreamEvent } from '@rookery/contract';
import type { z } from 'zod';
import type { Route } from '../route-table.ts';
import { exampleOf } from './examples/write-example.ts';
import type { JsonSchema, Part } from './json-schema.ts';
import { mediaOf } from './media.ts';
import type { SchemaBook } from './schema-book.ts';

/** Headers of answers, by the name under which responses refer to them. */
export const answerHeaders: Record<string, Part> = {
  RateLimit: header(
    'What is left of a limit: `"<name>";r=<points left>;t=<seconds until it is full again>`.',
    '"signed-in";r=1487;t=212',
  ),
  RateLimitPolicy: header(
    'Each limit that counts, or the one that refuses: `"<name>";q=<points>;w=<seconds>`.',
    '"signed-in";q=1500;w=300, "writes";q=1500;w=3600',
  ),
  RetryAfter: { description: 'Seconds after which to try again.', schema: { type: 'integer' }, example: 30 },
  XRequestId: header(
    'Finds the call in the logs of the server; that of the request, when it brought one of 8 to 64 letters, digits, `.`, `_` or `-`.',
    'b7c1f0e2-marsh',
  ),
  WWWAuthenticate: header('How to prove who one is (RFC 6750).', 'Bearer error="invalid_token"'),
  ETag: header('The version of the answer, for `If-None-Match`.', 'W/"pXEuV2bJyMRVdUfn0yrvsgzVYgA"'),
  Link: header(
    'The address of the next page, with `rel="next"`; absent at the end.',
    '</api/v1/posts?cursor=eyJ2IjoxfQ>; rel="next"',
  ),
  Location: header('Where to find what was created.', '/api/v1/posts/019e0b3c-5a41-7c2d-a9f0-3b1d2c4e5f60'),
  Deprecation: header('Since when the operation is on its way out (RFC 9745).', '@1777334400'),
  Sunset: header('When it will be gone (RFC 8594).', 'Sun, 01 Nov 2026 00:00:00 GMT'),
  IdempotencyReplayed: {
    description: '`true` when the call had been made before with this key, whose first answer this is.',
    schema: { type: 'string', const: 'true' },
  },
};

function header(description: string, example: string): Part {
  return { description, schema: { type: 'string' }, example };
}

/** Headers of an answer, each by the name under which the document describes it. */
export function headerRefs(names: Record<string, string>): Part {
  return Object.fromEntries(
    Object.entries(names).map(([header, name]) => [header, { $ref: `#/components/headers/${name}` }]),
  );
}

/** The headers of every answer. */
export const always = { RateLimit: 'RateLimit', 'RateLimit-Policy': 'RateLimitPolicy', 'X-Request-Id': 'XRequestId' };

/** What a route answers when all went well, by status. */
export function answersOf(route: Route, book: SchemaBook): Part {
  if (route.type === 'subscription') return { 200: streamAnswer(route, book) };
  const { output } = route;
  if (!output || output === Done) return { 204: doneAnswer(route, book) };
  const headers = headerRefs({ ...always, ...headersOf(route, book) });
  const schema = book.schemaOf(output, 'output');
  const { description = 'What was asked for.' } = book.resolve(schema);
  const answer = { description, headers, content: { 'application/json': mediaOf(schema, book) } };
  if (route.method === 'GET') return { 200: answer, 304: { $ref: '#/components/responses/NotModified' } };
  return { [isCreation(route) ? 201 : 200]: answer };
}

/** What comes when a client has the answer already. */
export const notModified: Part = {
  description: 'Nothing has changed since the version that the request names.',
  headers: headerRefs({ ...always, ETag: 'ETag' }),
};

/** What comes when there is nothing to tell. */
export const done: Part = { description: 'Done; there is nothing to tell.', headers: headerRefs(always) };

function doneAnswer(route: Route, book: SchemaBook): Part {
  const own = headersOf(route, book);
  if (Object.keys(own).length === 0) return { $ref: '#/components/responses/Done' };
  return { ...done, headers: headerRefs({ ...always, ...own }) };
}

function isCreation({ method, declaration }: Route): boolean {
  return method === 'POST' && declaration.created !== undefined;
}

function headersOf(route: Route, book: SchemaBook): Record<string, string> {
  const { method, declaration, output } = route;
  const pages = output && 'nextCursor' in (book.resolve(book.schemaOf(output, 'output')).properties ?? {});
  return {
    ...(isCreation(route) ? { Location: 'Location' } : {}),
    ...(declaration.deprecated ? { Deprecation: 'Deprecation' } : {}),
    ...(declaration.deprecated?.ends ? { Sunset: 'Sunset' } : {}),
    ...(declaration.effect === 'create' ? { 'Idempotency-Replayed': 'IdempotencyReplayed' } : {}),
    ...(method === 'GET' ? { ETag: 'ETag' } : {}),
    ...(method === 'GET' && pages ? { Link: 'Link' } : {}),
  };
}

/** The events that a subscription streams. NOTE: one that declares none streams those of the journal. */
export function eventOf({ declaration }: Route): z.ZodType {
  return declaration.event ?? StreamEvent;
}

function streamAnswer(route: Route, book: SchemaBook): Part {
  const event = book.schemaOf(eventOf(route), 'output');
  const schema: JsonSchema = { type: 'string', contentMediaType: 'application/json', contentSchema: event };
  const description = [
    'A stream that stays open (Server-Sent Events). Each event has three lines and an empty one after them:',
    '`id:` is the cursor by which to resume after it, `event:` its type, `data:` the event itself as JSON on one line.',
    'Lines that begin with a colon are heartbeats and mean nothing.',
  ].join(' ');
  const example = streamText(exampleOf('', event, book.resolve));
  return { description, headers: headerRefs(always), content: { 'text/event-stream': { schema, example } } };
}

/** An event as the stream carries it. NOTE: events tell their type. */
function streamText(event: unknown): string {
  const { type } = event as { type: string };
  return `id: eyJhZnRlciI6IjAxOWUwYjNjIn0\nevent: ${type}\ndata: ${JSON.stringify(event)}\n\n`;
}
