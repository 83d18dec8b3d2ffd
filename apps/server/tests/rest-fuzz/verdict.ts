import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { leakIn } from '../hostile/verdict.ts';
import { type ApiDocument, pointerOf, type ResponsePart, type Schema } from './api-document.ts';
import { isRecord } from './known.ts';
import { headerValue, type WireAnswer } from './wire-line.ts';
import type { WireRequest } from './wire-request.ts';

/** What an answer was for, and what of it can be used further. */
export interface Judgement {
  complaints: string[];
  /** The body and its schema, when there is one that is declared. */
  told: Told | null;
}

/** A body, and what it is according to the document. */
export interface Told {
  value: unknown;
  schema: Schema;
}

/** Tells what is wrong with an answer. */
export type Judge = (request: WireRequest, answer: WireAnswer | null) => Judgement;

const fine: Judgement = { complaints: [], told: null };
const bareStatuses = new Set([400, 408, 413, 417, 431]);

/** Judges answers by a document, and by what holds for every answer. */
export function openJudge(document: ApiDocument): Judge {
  const validators = new Validators(document.raw);
  const problem = { $ref: '#/components/schemas/Problem' };
  return (request, answer) => {
    if (!answer) return request.broken ? fine : complain('the connection ended without an answer');
    const general = [...unfit(answer), ...leaks(answer)];
    if (isBare(request, answer)) return complain(...general);
    if (request.method === 'HEAD') return complain(...general, ...undeclared(request, answer.status));
    if (answer.status >= 400) general.push(...wrongProblem(answer, validators.of(problem, problem.$ref)));
    const { complaints, told } = judgeOperation(request, answer, validators);
    return { complaints: [...general, ...complaints], told };
  };
}

/** Whether it is the line with which HTTP itself refuses what is none of it. */
function isBare({ broken }: WireRequest, { status, body }: WireAnswer): boolean {
  return broken && bareStatuses.has(status) && body.length === 0;
}

function judgeOperation(request: WireRequest, answer: WireAnswer, validators: Validators): Judgement {
  const { operation, broken } = request;
  if (!operation || broken) return fine;
  const response = operation.responses.get(answer.status);
  if (!response) return complain(...undeclared(request, answer.status));
  const { complaints, told } = judgeBody(answer, response, validators);
  return { complaints: [...wrongHeaders(answer, response), ...complaints], told };
}

function complain(...complaints: string[]): Judgement {
  return { complaints, told: null };
}

function undeclared({ operation, broken }: WireRequest, status: number): string[] {
  if (!operation || broken || operation.responses.has(status)) return [];
  return [`the document knows no ${status} of ${operation.id}`];
}

/** What holds for every answer. */
function unfit({ status, headers, body }: WireAnswer): string[] {
  const length = headerValue(headers, 'content-length');
  return [
    ...(status >= 500 ? [`${status}: ${body.toString('utf8', 0, 400)}`] : []),
    ...(status === 204 && length !== null ? ['a length of a 204'] : []),
    ...(headers.some(([, value]) => /[^\t -~\x80-\xff]/.test(value)) ? ['a header that is no text'] : []),
  ];
}

/** What people wrote comes back in answers that went well; errors are ours alone. */
const ours = [
  /\bselect .+ from\b/i,
  /\binsert into\b/i,
  /\bat .+:\d+:\d+/,
  /\/(packages|apps|tmp|home|root)\//,
  /\$argon|\$2[aby]\$|\$scrypt/,
];
const never = [/\n {4}at /, /\$argon2|\$2b\$|\$scrypt/, /\.ts:\d+/];

function leaks({ status, body }: WireAnswer): string[] {
  const text = body.toString('utf8');
  const words = leakIn(text);
  const found = [...never, ...(status >= 400 ? ours : [])].filter((form) => form.test(text));
  return [...(words === null ? [] : [words]), ...found.map(String)].map(
    (what) => `leaks ${what}: ${text.slice(0, 400)}`,
  );
}

function wrongProblem({ status, headers, body }: WireAnswer, validate: ValidateFunction): string[] {
  if (headerValue(headers, 'content-type') !== 'application/problem+json') return ['an error that is no problem'];
  const problem = parse(body);
  if (!isRecord(problem)) return ['a problem that is no JSON'];
  const retryAfter = headerValue(headers, 'retry-after');
  return [
    ...errorsOf(validate, problem),
    ...(problem['requestId'] === headerValue(headers, 'x-request-id') ? [] : ['another requestId than X-Request-Id']),
    ...(problem['status'] === status ? [] : ['another status in the body']),
    ...(asksWho(status, problem) && headerValue(headers, 'www-authenticate') === null ? ['no WWW-Authenticate'] : []),
    ...(String(problem['retryAfter'] ?? null) === String(retryAfter) ? [] : ['retryAfter is not Retry-After']),
    ...(status === 429 && retryAfter === null ? ['a 429 without Retry-After'] : []),
  ];
}

/** Whether another token would help. */
function asksWho(status: number, problem: Record<string, unknown>): boolean {
  return status === 401 || problem['reason'] === 'scope_required';
}

/** Headers that have to be there whenever the document names them. */
const always = ['X-Request-Id', 'ETag', 'Location'];

function wrongHeaders({ headers }: WireAnswer, response: ResponsePart): string[] {
  const declared = always.filter((name) => response.headers.includes(name));
  return declared.flatMap((name) => (headerValue(headers, name.toLowerCase()) === null ? [`no ${name}`] : []));
}

function judgeBody({ status, headers, body }: WireAnswer, response: ResponsePart, validators: Validators): Judgement {
  const types = Object.keys(response.content);
  if (types.length === 0) return body.length === 0 ? fine : complain('a body that the document does not know');
  const type = headerValue(headers, 'content-type') ?? '';
  const media = response.content[type];
  if (!media) return complain(`the document knows no ${type} of ${status}`);
  const pointer = response.pointer + pointerOf(['content', type, 'schema']);
  if (type === 'text/event-stream')
    return complain(...wrongEvents(body.toString('utf8'), validators, `${pointer}/contentSchema`));
  const value = parse(unpacked(body, headerValue(headers, 'content-encoding')));
  if (value === undefined) return complain(`no JSON: ${body.toString('utf8', 0, 200)}`);
  const reason = isRecord(value) ? String(value['reason']) : '';
  const strange =
    response.reasons && !response.reasons.includes(reason) ? [`no ${status} has the reason ${reason}`] : [];
  return {
    complaints: [...errorsOf(validators.of(media.schema, pointer), value), ...strange],
    told: { value, schema: media.schema },
  };
}

/** NOTE: the last block may have come in half. */
function wrongEvents(text: string, validators: Validators, pointer: string): string[] {
  const data = text
    .split('\n\n')
    .slice(0, -1)
    .flatMap((block) => /^data: (.+)$/m.exec(block)?.[1] ?? []);
  return data.flatMap((line) => errorsOf(validators.of({}, pointer), JSON.parse(line)));
}

function unpacked(body: Buffer, coding: string | null): Buffer {
  if (coding === 'br') return brotliDecompressSync(body);
  return coding === 'gzip' ? gunzipSync(body) : body;
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    return undefined;
  }
}

function errorsOf(validate: ValidateFunction, value: unknown): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).slice(0, 5).map((error) => {
    const what = 'additionalProperty' in error.params ? ` ${error.params['additionalProperty']}` : '';
    return `off its schema at ${error.instancePath || 'the top'}: ${error.message}${what}`;
  });
}

/** Validators of the parts of a document, made when they are first needed. */
class Validators {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #made = new Map<string, ValidateFunction>();

  constructor(raw: object) {
    formats.default(this.#ajv);
    this.#ajv.addSchema({ ...closed(raw), $id: 'document' });
  }

  of(schema: Schema, pointer: string): ValidateFunction {
    const at = schema.$ref ?? (pointer.startsWith('#') ? pointer : `#${pointer}`);
    const validate = this.#made.get(at) ?? this.#ajv.compile({ $ref: `document${at}` });
    this.#made.set(at, validate);
    return validate;
  }
}

/** A document of which every object has the fields that it tells of, and no other: clients may bear more, but the server tells what it sends. */
function closed<Part>(part: Part): Part {
  if (typeof part !== 'object' || part === null) return part;
  const inner = Array.isArray(part)
    ? part.map(closed)
    : Object.fromEntries(Object.entries(part).map(([key, value]) => [key, closed(value)]));
  const isOpen = !Array.isArray(part) && 'properties' in part && !('additionalProperties' in part);
  return samePart<Part>(isOpen ? { ...inner, additionalProperties: false } : inner);
}

/** A copy has the shape of what it was copied from. */
function samePart<Part>(copy: unknown): Part {
  return copy as Part;
}
