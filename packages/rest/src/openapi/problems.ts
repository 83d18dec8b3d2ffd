import { DomainError } from '@rookery/api';
import { InputIssue, type Reason, reasons } from '@rookery/contract';
import { problemOf, problemType } from '../problem.ts';
import type { Route } from '../route-table.ts';
import { always, headerRefs } from './answers.ts';
import { exampleId } from './examples/example-id.ts';
import type { JsonSchema, Part } from './json-schema.ts';
import type { Fields } from './parameters.ts';
import type { SchemaBook } from './schema-book.ts';

/** Refusals by status: the name of the response, when it comes, and tRPC's code of its reasons. */
const refusals = [
  ['BadRequest', 400, 'BAD_REQUEST', 'The request cannot be understood or breaks a rule.'],
  ['Unauthorized', 401, 'UNAUTHORIZED', 'It is not known who calls.'],
  ['Forbidden', 403, 'FORBIDDEN', 'It is known who calls, and that he may not.'],
  ['NotFound', 404, 'NOT_FOUND', 'There is nothing of that name, or not for this caller.'],
  ['Conflict', 409, 'CONFLICT', 'It does not go with what is there.'],
  ['ContentTooLarge', 413, 'PAYLOAD_TOO_LARGE', 'More was sent than is taken.'],
  ['UnsupportedMediaType', 415, 'UNSUPPORTED_MEDIA_TYPE', 'The body is of another type than is taken.'],
  ['TooManyRequests', 429, 'TOO_MANY_REQUESTS', 'A limit is used up; `Retry-After` says for how long.'],
  ['InternalServerError', 500, 'INTERNAL_SERVER_ERROR', 'A bug of the server.'],
  ['ServiceUnavailable', 503, 'SERVICE_UNAVAILABLE', 'Try again in a moment; `Retry-After` says when.'],
] as const;

type Refusal = (typeof refusals)[number];

/** Names of things that a call may find missing. */
const namesThing = /^(?:id|ids|(?!client|lastEvent).+Ids?)$/;

/** The refusals that a route may answer with, by status. */
export function problemRefs(route: Route, { properties }: Fields): Part {
  const isRead = route.type !== 'mutation';
  const isOpen = route.declaration.access === 'open';
  const without = new Set<number>();
  if (isOpen && isRead) without.add(401).add(403);
  const mayMiss = route.parameters.length > 0 || Object.keys(properties).some((name) => namesThing.test(name));
  if (!mayMiss) without.add(404);
  if (isRead) without.add(409);
  // NOTE: a body that nobody asked for is read and refused as well, except with GET.
  if (route.method === 'GET') without.add(413).add(415);
  return Object.fromEntries(
    refusals
      .filter(([, status]) => !without.has(status))
      .map(([name, status]) => [status, { $ref: `#/components/responses/${name}` }]),
  );
}

/** The responses of refusals by name, each with its reasons. */
export function problemResponses(): Record<string, Part> {
  return Object.fromEntries(refusals.map((refusal) => [refusal[0], problemResponse(refusal)]));
}

/** Those that may be answered before the call is charged. */
const atTheDoor: ReadonlySet<number> = new Set([415, 503]);

function problemResponse([, status, code, sentence]: Refusal): Part {
  const told = reasonsOf(code);
  const rows = told.map((reason) => `| \`${reason}\` | ${reasons[reason][1]} |`);
  const later = status === 429 || status === 503 ? { 'Retry-After': 'RetryAfter' } : {};
  const challenge = status === 401 || status === 403 ? { 'WWW-Authenticate': 'WWWAuthenticate' } : {};
  return {
    description: [sentence, '', '| reason | |', '| --- | --- |', ...rows].join('\n'),
    headers: headerRefs({
      ...(atTheDoor.has(status) ? { 'X-Request-Id': 'XRequestId' } : always),
      ...later,
      ...challenge,
    }),
    content: {
      [problemType]: {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(told.map((reason) => [reason, exampleOf(reason)])),
      },
    },
  };
}

function reasonsOf(code: string): Reason[] {
  return allReasons().filter((reason) => reasons[reason][0] === code);
}

/** NOTE: the keys of the table are the reasons. */
function allReasons(): Reason[] {
  return Object.keys(reasons) as Reason[];
}

const exampleIssues: Partial<Record<Reason, InputIssue[]>> = {
  validation_failed: [{ path: ['text'], code: 'custom', message: 'is longer than 500 characters' }],
};

/** An error as the server writes it. */
function exampleOf(reason: Reason): Part {
  const [code] = reasons[reason];
  const waits = code === 'TOO_MANY_REQUESTS' || code === 'SERVICE_UNAVAILABLE';
  const issues = exampleIssues[reason] ?? [];
  const error = new DomainError(reason, { issues, ...(waits ? { retryAfter: 30 } : {}) });
  return { value: JSON.parse(problemOf(error, { requestId: exampleId('request') }).text) };
}

/** The schema of every error. */
export function problemSchema(book: SchemaBook): JsonSchema {
  return {
    type: 'object',
    description: 'An error (RFC 9457). `reason` is the stable word to look at.',
    properties: {
      type: { type: 'string', const: 'about:blank' },
      title: { type: 'string', description: 'The name of the status.' },
      status: { type: 'integer', description: 'The status, once more.' },
      detail: { type: 'string', description: 'What is wrong, for people.' },
      code: { type: 'string', enum: [...new Set(Object.values(reasons).map(([code]) => code))] },
      reason: { type: 'string', enum: allReasons(), description: 'The stable word for what is wrong.' },
      issues: {
        type: 'array',
        items: book.schemaOf(InputIssue, 'output'),
        description: 'What is wrong with the input; empty when it is something else.',
      },
      requestId: { type: 'string', description: 'Finds the call in the logs of the server.' },
      retryAfter: { type: 'integer', description: 'Seconds after which to try again; absent when that is of no use.' },
    },
    required: ['type', 'title', 'status', 'detail', 'code', 'reason', 'issues', 'requestId'],
  };
}
