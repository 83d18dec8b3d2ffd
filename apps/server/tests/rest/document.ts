import { readFileSync } from 'node:fs';
import type { Route } from '@rookery/rest';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { RestReply } from './calls.ts';

/** Tells in which ways an answer is not what the document says of it. */
export type AnswerCheck = (route: Pick<Route, 'method' | 'path'>, reply: RestReply) => string[];

interface ResponseObject {
  $ref?: string;
  headers?: Record<string, unknown>;
  content?: Record<string, { schema: object }>;
}

interface Document {
  paths: Record<string, Record<string, { responses: Record<string, ResponseObject> }>>;
  components: { responses: Record<string, ResponseObject> };
}

const file = new URL('../../../../packages/rest/openapi.json', import.meta.url);

/** Headers that have to be there whenever the document names them. */
const always = new Set(['X-Request-Id', 'ETag', 'Location', 'WWW-Authenticate', 'RateLimit', 'RateLimit-Policy']);

/** Reads the document once, to check answers by it. */
export function answerCheck(): AnswerCheck {
  const document = readDocument();
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema({ ...document, $id: 'document' });
  const compiled = new Map<string, ValidateFunction>();
  const validatorAt = (pointer: string): ValidateFunction => {
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: `document#${pointer}` });
    compiled.set(pointer, known);
    return known;
  };
  const pathsByShape = new Map(Object.keys(document.paths).map((path) => [shapeOf(path), path]));
  return ({ method, path: ofRoute }, reply) => {
    const path = pathsByShape.get(shapeOf(ofRoute)) ?? ofRoute;
    const steps = ['paths', path, method.toLowerCase(), 'responses', String(reply.status)];
    const given = document.paths[path]?.[method.toLowerCase()]?.responses[String(reply.status)];
    if (!given) return [`the document knows no ${reply.status} of ${method} ${path}`];
    const name = given.$ref?.split('/').at(-1);
    const response = name === undefined ? given : (document.components.responses[name] ?? {});
    const pointer = name === undefined ? pointerOf(steps) : pointerOf(['components', 'responses', name]);
    return [...wrongHeaders(response, reply), ...wrongBody({ response, pointer, reply, validatorAt })];
  };
}

function wrongHeaders({ headers = {} }: ResponseObject, reply: RestReply): string[] {
  // NOTE: of what is forbidden, only more scopes would help.
  const needed = Object.keys(headers).filter(
    (name) => always.has(name) && !(reply.status === 403 && name === 'WWW-Authenticate'),
  );
  return needed.flatMap((name) => (reply.headers.has(name) ? [] : [`no ${name}`]));
}

interface Body {
  response: ResponseObject;
  pointer: string;
  reply: RestReply;
  validatorAt(pointer: string): ValidateFunction;
}

function wrongBody({ response, pointer, reply, validatorAt }: Body): string[] {
  const { content } = response;
  if (!content) return reply.text === '' ? [] : ['a body that the document does not know'];
  const type = reply.headers.get('content-type') ?? '';
  if (!content[type]) return [`the document knows no ${type}`];
  const validate = validatorAt(`${pointer}${pointerOf(['content', type, 'schema'])}`);
  if (validate(JSON.parse(reply.text))) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function pointerOf(steps: readonly string[]): string {
  return steps.map((step) => `/${encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');
}

/** A path without the names of its parameters, of which a document tells one where two routes have two. */
function shapeOf(path: string): string {
  return path.replaceAll(/\{\w+\}/g, '{}');
}

/** The file is written from the routes. */
function readDocument(): Document {
  return JSON.parse(readFileSync(file, 'utf8'));
}
