import { readFileSync } from 'node:fs';

/** The part of JSON Schema that the document uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  format?: string;
  pattern?: string;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}

/** What the document says of an answer, and where it says so. */
export interface ResponsePart {
  pointer: string;
  headers: readonly string[];
  content: Record<string, { schema: Schema & { contentSchema?: Schema } }>;
  /** Of an error: the reasons that it may have. */
  reasons: readonly string[] | null;
}

export interface Operation {
  id: string;
  method: string;
  path: string;
  parameters: readonly Parameter[];
  body: { mediaType: string; schema: Schema } | null;
  responses: ReadonlyMap<number, ResponsePart>;
  /** Whether it answers with a stream that stays open. */
  streams: boolean;
}

/** An OpenAPI document, as far as requests and answers are made from it. */
export interface ApiDocument {
  raw: object;
  operations: readonly Operation[];
  /** What a schema is, and the name that it has in the document. */
  resolve(schema: Schema): { schema: Schema; name: string | null };
}

interface Referring {
  $ref?: string;
}

interface RawResponse extends Referring {
  headers?: Record<string, unknown>;
  content?: Record<string, { schema: Schema; examples?: Record<string, unknown> }>;
}

interface RawOperation {
  operationId: string;
  parameters?: (Referring & Parameter)[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, RawResponse>;
}

interface RawDocument {
  paths: Record<string, Record<string, RawOperation>>;
}

const file = new URL('../../../../packages/rest/openapi.json', import.meta.url);

/** Reads the document that is committed. */
export function readCommitted(): object {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Takes a document apart. */
export function openDocument(raw: object): ApiDocument {
  const { paths } = asDocument(raw);
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => operationOf(raw, { path, method, operation })),
  );
  const resolve = (schema: Schema): { schema: Schema; name: string | null } =>
    schema.$ref === undefined
      ? { schema, name: null }
      : { schema: follow(raw, schema), name: schema.$ref.split('/').at(-1) ?? null };
  return { raw, operations, resolve };
}

interface Place {
  path: string;
  method: string;
  operation: RawOperation;
}

function operationOf(raw: object, { path, method, operation }: Place): Operation {
  const [body] = Object.entries(operation.requestBody?.content ?? {});
  const responses = Object.entries(operation.responses).map(([status, response]): [number, ResponsePart] => [
    Number(status),
    responseOf(raw, response, pointerOf(['paths', path, method, 'responses', status])),
  ]);
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    parameters: (operation.parameters ?? []).map((parameter) => follow(raw, parameter)),
    body: body ? { mediaType: body[0], schema: body[1].schema } : null,
    responses: new Map(responses),
    streams: 'text/event-stream' in (operation.responses['200']?.content ?? {}),
  };
}

function responseOf(raw: object, response: RawResponse, pointer: string): ResponsePart {
  const { headers = {}, content = {} } = follow(raw, response);
  const examples = content['application/problem+json']?.examples;
  return {
    pointer: response.$ref?.slice(1) ?? pointer,
    headers: Object.keys(headers),
    content,
    reasons: examples ? Object.keys(examples) : null,
  };
}

/** What a reference stands for; anything else stands for itself. */
function follow<Part extends Referring>(raw: object, part: Part): Part {
  if (part.$ref === undefined) return part;
  const steps = part.$ref.slice(2).split('/');
  return partOf(steps.reduce<unknown>((at, step) => (at instanceof Object ? Reflect.get(at, step) : undefined), raw));
}

/** A JSON pointer, fit for a URL. */
export function pointerOf(steps: readonly string[]): string {
  return steps.map((step) => `/${encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');
}

/** NOTE: a guard proves that the document is valid OpenAPI, and it is written without references to references. */
function partOf<Part>(found: unknown): Part {
  return found as Part;
}

/** Guaranteed by the same guard. */
function asDocument(raw: object): RawDocument {
  return raw as RawDocument;
}
