import { beforeAll, describe, expect, test } from 'vitest';
import { openDocument, readCommitted } from './api-document.ts';
import { type Judge, openJudge } from './verdict.ts';
import type { WireAnswer } from './wire-line.ts';
import type { WireRequest } from './wire-request.ts';

const document = openDocument(readCommitted());
let judge: Judge;
beforeAll(() => {
  judge = openJudge(document);
});

function asking(id: string): WireRequest {
  const operation = document.operations.find((it) => it.id === id) ?? null;
  const { method = 'GET', path = '' } = operation ?? {};
  return {
    operation,
    method,
    target: `/api/v1${path}`,
    headers: [],
    body: null,
    chunked: false,
    broken: false,
    half: false,
  };
}

type Planted = Partial<Omit<WireAnswer, 'body'>> & { body?: unknown };

function answerOf({ status = 200, headers = [], body = '' }: Planted): WireAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: [['x-request-id', 'r-1'], ...headers], body: Buffer.from(text), closes: false };
}

const problem = {
  type: 'about:blank',
  title: 'Not Found',
  status: 404,
  detail: 'There is nothing here.',
  code: 'NOT_FOUND',
  reason: 'not_found',
  issues: [],
  requestId: 'r-1',
};
const asProblem = { status: 404, headers: [['content-type', 'application/problem+json']] } satisfies Planted;
const asJson: WireAnswer['headers'] = [
  ['content-type', 'application/json'],
  ['etag', 'W/"x"'],
];

type Case = [operation: string, answer: Planted, complaint: RegExp];

describe('an answer is found wrong', () => {
  const planted: [what: string, ...Case][] = [
    ['with a 500', 'posts.get', { ...asProblem, status: 500, body: { ...problem, status: 500 } }, /^500/],
    ['with a status that is not declared', 'posts.get', { status: 202, headers: asJson, body: {} }, /knows no 202/],
    [
      'with a field too many',
      'notifications.unreadCount',
      { headers: asJson, body: { count: 1, more: 1 } },
      /additional properties more/,
    ],
    ['with a field too few', 'notifications.unreadCount', { headers: asJson, body: {} }, /required property/],
    ['with JSON that is none', 'notifications.unreadCount', { headers: asJson, body: '{"count":1,}' }, /no JSON/],
    [
      'with another type',
      'notifications.unreadCount',
      { headers: [['content-type', 'text/html']], body: {} },
      /text\/html/,
    ],
    ['without an ETag', 'notifications.unreadCount', { headers: asJson.slice(0, 1), body: { count: 1 } }, /no ETag/],
    [
      'with the id of another request',
      'posts.get',
      { ...asProblem, body: { ...problem, requestId: 'r-2' } },
      /requestId/,
    ],
    [
      'with a reason of another status',
      'posts.get',
      { ...asProblem, body: { ...problem, reason: 'token_missing' } },
      /reason token_missing/,
    ],
    ['with an error that is no problem', 'posts.get', { status: 404, headers: asJson, body: problem }, /no problem/],
    [
      'with a stack',
      'posts.get',
      { ...asProblem, body: { ...problem, detail: 'x\n    at run (/a/b.ts:1:2)' } },
      /leaks/,
    ],
    ['with SQL', 'posts.get', { ...asProblem, body: { ...problem, detail: 'select id from post' } }, /leaks/],
    ['with a body of a 204', 'posts.delete', { status: 204, body: 'x' }, /a body/],
  ];

  test.each(planted)('%s', (_, ...[operation, answer, complaint]) => {
    expect(judge(asking(operation), answerOf(answer)).complaints.join('\n')).toMatch(complaint);
  });

  test('when there is none', () => {
    expect(judge(asking('posts.get'), null).complaints).not.toEqual([]);
  });
});

test('an answer as the document tells it is found right', () => {
  expect(
    judge(asking('notifications.unreadCount'), answerOf({ headers: asJson, body: { count: 1 } })).complaints,
  ).toEqual([]);
  expect(judge(asking('posts.get'), answerOf({ ...asProblem, body: problem })).complaints).toEqual([]);
  expect(judge(asking('posts.delete'), answerOf({ status: 204 })).complaints).toEqual([]);
});
