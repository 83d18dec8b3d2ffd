import { DomainError, takesFile } from '@rookery/api';
import { isObject } from './json-reviver.ts';
import { type InputReader, inputReader, parseBody } from './rest-input.ts';
import type { RestRequest } from './rest-request.ts';
import { type Route, requiredFields } from './route-table.ts';

/** A route, ready to take requests. */
export interface ServedRoute {
  route: Route;
  readInput: InputReader;
  /** The fields that its body must have. */
  required: readonly string[];
  takesFile: boolean;
}

/** Makes all that can be made of a route before there is a request. */
export function serveRoute(route: Route): ServedRoute {
  return {
    route,
    readInput: inputReader(route),
    required: requiredFields(route),
    takesFile: takesFile(route.input),
  };
}

const jsonForm = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;
const multipartForm = /^multipart\/form-data\s*;/i;

/** The type that a body should have been of, or null when it will do. */
export function wantedContent(
  candidates: readonly ServedRoute[],
  { method, hasBody, contentType = '', contentEncoding = 'identity' }: RestRequest,
): string | null {
  const wantsFile = candidates.some((it) => it.takesFile);
  if (method === 'GET' || method === 'HEAD' || (!hasBody && !wantsFile)) return null;
  if (contentEncoding !== 'identity') return 'bodies as they are, without Content-Encoding';
  if (wantsFile) return multipartForm.test(contentType) ? null : 'multipart/form-data';
  return jsonForm.test(contentType) ? null : 'application/json';
}

/**
 * Of the routes that share a method and a path, the one whose body this is; the last one when it is none of theirs.
 * NOTE: a body that is none at all is refused in the call, after its caller has been charged and asked who he is.
 */
export async function choose(candidates: readonly ServedRoute[], request: RestRequest): Promise<ServedRoute> {
  const [first] = candidates;
  const last = candidates.at(-1);
  if (!first || !last) throw new DomainError('not_found');
  if (first === last) return first;
  const body = await request
    .readText()
    .then(parseBody)
    .catch(() => null);
  return (
    candidates.find(({ required }) => isObject(body) && required.every((name) => Object.hasOwn(body, name))) ?? last
  );
}

/** Where the fields of an input come from. */
interface Sources {
  request: RestRequest;
  query: URLSearchParams;
  parameters: readonly string[];
}

/** Gives the input of a call, read once, when it is first asked for. */
export function inputOf(served: ServedRoute, { request, query, parameters }: Sources): () => Promise<unknown> {
  const { route } = served;
  const read = async (): Promise<unknown> => {
    if (served.takesFile) return request.readForm();
    const body = route.method === 'GET' ? '' : await request.readText();
    const input = served.readInput({ parameters, query, body });
    if (route.type !== 'subscription' || request.lastEventId === undefined) return input;
    return { ...input, lastEventId: request.lastEventId };
  };
  let reading: Promise<unknown> | null = null;
  return () => {
    reading ??= read();
    return reading;
  };
}
