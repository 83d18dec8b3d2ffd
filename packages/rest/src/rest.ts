import { DomainError, invalidInput } from '@rookery/api';
import type { Reason } from '@rookery/contract';
import { problemOf } from './problem.ts';
import { answerOf, type RestAnswer } from './rest-answer.ts';
import type { RestRequest } from './rest-request.ts';
import type { Route } from './route-table.ts';
import { type PathMatch, RouteTree } from './route-tree.ts';
import { choose, inputOf, type ServedRoute, serveRoute, wantedContent } from './served-route.ts';

/** What a subscription gave, to be streamed. */
export interface RestStream {
  stream: unknown;
  route: Route;
}

/** Answers requests with the procedures of a router. */
export interface Rest {
  /** Never rejects. */
  answer(request: RestRequest): Promise<RestAnswer | RestStream>;
}

/** What answers are made from. */
export interface RestOptions {
  routes: readonly Route[];
  /** The path before those of the routes, as in `/api/v1`. */
  prefix: string;
}

/** Serves routes. */
export function createRest({ routes, prefix }: RestOptions): Rest {
  const tree = new RouteTree<ServedRoute[]>();
  for (const route of routes) tree.claim(route.method, route.path, () => []).push(serveRoute(route));
  return {
    answer: async (request) => {
      let route: Route | null = null;
      try {
        const { path, query } = splitTarget(request.target);
        const found = findPath(tree, path);
        if (!found) return refusal('not_found', 'There is nothing at this path.', request);
        const candidates = found.methods.get(request.method === 'HEAD' ? 'GET' : request.method);
        if (!candidates) return methodAnswer(found, request);
        const wanted = wantedContent(candidates, request);
        if (wanted !== null) return refusal('unsupported_content_type', `This takes ${wanted}.`, request);
        const served = await choose(candidates, request);
        ({ route } = served);
        const getInput = inputOf(served, { request, query, parameters: found.parameters });
        const data = await request.call(route, getInput);
        if (route.type === 'subscription') return { stream: data, route };
        return answerOf(route, data, { prefix, path, query, ifNoneMatch: request.ifNoneMatch });
      } catch (cause) {
        request.report(cause, route);
        return problemOf(cause, { requestId: request.requestId, path: route?.procedure ?? null });
      }
    },
  };
}

function splitTarget(target: string): { path: string; query: URLSearchParams } {
  const bare = target.split('#', 1)[0] ?? '';
  const end = bare.indexOf('?');
  if (end < 0) return { path: bare, query: new URLSearchParams() };
  return { path: bare.slice(0, end), query: new URLSearchParams(bare.slice(end + 1)) };
}

function findPath(tree: RouteTree<ServedRoute[]>, path: string): PathMatch<ServedRoute[]> | null {
  try {
    return tree.find(path);
  } catch (cause) {
    if (!(cause instanceof URIError)) throw cause;
    throw invalidInput([], 'The path is not well-formed');
  }
}

function refusal(reason: Reason, detail: string, { requestId }: RestRequest): RestAnswer {
  return problemOf(new DomainError(reason), { requestId, detail });
}

/** Tells which methods a path knows. */
function methodAnswer({ methods }: PathMatch<unknown>, request: RestRequest): RestAnswer {
  const allowed = [...methods.keys()].flatMap((name) => (name === 'GET' ? ['GET', 'HEAD'] : [name]));
  const allow = [...allowed, 'OPTIONS'].join(', ');
  if (request.method === 'OPTIONS') return { status: 204, headers: { allow }, text: '' };
  const { status, headers, text } = refusal('method_not_allowed', `This path takes ${allow}.`, request);
  return { status, headers: { ...headers, allow }, text };
}
