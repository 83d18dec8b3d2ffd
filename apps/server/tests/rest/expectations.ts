import type { Route } from '@rookery/rest';
import { expect } from 'vitest';
import type { AnswerCheck } from './document.ts';
import { type HttpAnswer, jsonOf } from './http.ts';
import type { Plan, Worlds } from './worlds.ts';

/** Expects an error of RFC 9457 and returns what it says. */
export function expectProblem(answer: HttpAnswer, status: number, reason: string): Record<string, unknown> {
  const body = jsonOf(answer);
  expect(body).toMatchObject({ type: 'about:blank', status, reason });
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(body.requestId).toBe(answer.headers['x-request-id']);
  return body;
}

/** Expects that the document knows an answer. */
export function expectKnown(check: AnswerCheck, route: Route, { status, headers, text }: HttpAnswer): void {
  const entries = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  expect(check(route, { status, headers: new Headers(entries), text })).toEqual([]);
}

/** The planned call of a procedure. */
export function planOf({ plans }: Worlds, procedure: string): Plan {
  const plan = plans.find(({ route }) => route.procedure === procedure);
  if (!plan) throw new Error(`nobody calls ${procedure}`);
  return plan;
}
