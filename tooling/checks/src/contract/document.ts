import { readFileSync } from 'node:fs';

/** A JSON Schema of draft 2020-12; keywords beyond these are compared as a whole. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, SchemaLike>>;
  readonly required?: readonly string[];
  readonly items?: SchemaLike;
  readonly prefixItems?: readonly SchemaLike[];
  readonly additionalProperties?: SchemaLike;
  readonly allOf?: readonly SchemaLike[];
  readonly oneOf?: readonly SchemaLike[];
  readonly anyOf?: readonly SchemaLike[];
  readonly [keyword: string]: unknown;
}

export type SchemaLike = Schema | boolean;

/** What is sent under one media type. */
export interface Media {
  readonly schema?: SchemaLike;
  readonly itemSchema?: SchemaLike;
  readonly encoding?: unknown;
}

export type Content = Readonly<Record<string, Media>>;

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly deprecated?: boolean;
  readonly schema?: SchemaLike;
  readonly content?: Content;
  readonly style?: string;
  readonly explode?: boolean;
}

export interface RequestBody {
  readonly required?: boolean;
  readonly content?: Content;
}

export interface Header {
  readonly required?: boolean;
  readonly schema?: SchemaLike;
}

export interface Response {
  readonly headers?: Readonly<Record<string, Header>>;
  readonly content?: Content;
}

export type SecurityRequirement = Readonly<Record<string, readonly string[]>>;

export interface Operation {
  readonly operationId?: string;
  readonly deprecated?: boolean;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: RequestBody;
  readonly responses?: Readonly<Record<string, Response>>;
  readonly security?: readonly SecurityRequirement[];
  readonly [extension: `x-${string}`]: unknown;
}

export type PathItem = Readonly<Record<string, unknown>>;

/** The parts of an OpenAPI 3.1 document that the comparison reads. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly servers?: readonly { readonly url: string }[];
  readonly paths?: Readonly<Record<string, PathItem>>;
  readonly security?: readonly SecurityRequirement[];
  readonly components?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Reads a document. Its shape is proved where it is made; here only the version is looked at. */
export function readDocument(path: string): OpenApiDocument {
  const document: OpenApiDocument = JSON.parse(readFileSync(path, 'utf8'));
  if (!/^3\.[12]\./.test(document.openapi)) throw new Error(`${path} is no document of OpenAPI 3.1`);
  return document;
}

/** What a `$ref` inside the document points to, through any number of steps; what is no reference comes back as it is. */
export function dereference<Value>(document: OpenApiDocument, value: Value): Value {
  const seen = new Set<string>();
  let current = value;
  for (let target = refOf(current); target !== undefined; target = refOf(current)) {
    if (seen.has(target)) throw new Error(`${target} refers to itself`);
    seen.add(target);
    current = lookUp(document, target);
  }
  return current;
}

function refOf(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && '$ref' in value && typeof value.$ref === 'string'
    ? value.$ref
    : undefined;
}

/** A valid document refers to things of the kind that is wanted in that place. */
function lookUp<Value>(document: OpenApiDocument, target: string): Value {
  if (!target.startsWith('#/')) throw new Error(`${target} leads out of the document`);
  const steps = target.slice(2).split('/').map(decodeStep);
  const found = steps.reduce<unknown>((at, step) => (isRecord(at) ? at[step] : undefined), document);
  if (found === undefined) throw new Error(`${target} leads nowhere`);
  return found as Value;
}

function decodeStep(step: string): string {
  return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text that two values share when they are equal as JSON, whatever the order of their keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner) => (isRecord(inner) ? sortKeys(inner) : inner)) ?? 'undefined';
}

function sortKeys(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
