import type { ServerResponse } from 'node:http';
import type { RpcRouter, ShapedError } from './rpc-router.ts';

/** The answer to one call or to a whole request. */
export interface Answer {
  status: number;
  text: string;
}

/** Headers that a call adds to the answer. */
export type AnswerHeaders = Record<string, string>;

const varyOn = 'trpc-accept, accept';

/** The answer that carries a procedure's output. */
export function resultAnswer(router: RpcRouter, data: unknown): Answer {
  const text = router.textOf(data);
  return { status: 200, text: text === undefined ? '{"result":{}}' : `{"result":{"data":${text}}}` };
}

/** The answer that carries an error. */
export function errorAnswer({ status, text }: ShapedError): Answer {
  return { status, text: `{"error":${text}}` };
}

/** Puts the answers to a batch in one: 207 when they do not agree. */
export function batchAnswer(answers: readonly Answer[]): Answer {
  const status = answers[0]?.status ?? 200;
  const isMixed = answers.some((answer) => answer.status !== status);
  return { status: isMixed ? 207 : status, text: `[${answers.map((answer) => answer.text).join(',')}]` };
}

/** Sends an answer, if there is still somebody to take it. */
export function sendAnswer(res: ServerResponse, answer: Answer, headers: AnswerHeaders): void {
  if (res.headersSent || res.destroyed) return;
  const vary = res.getHeader('vary');
  res.writeHead(answer.status, {
    vary: vary === undefined ? varyOn : `${String(vary)}, ${varyOn}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(answer.text),
    ...headers,
  });
  res.end(answer.text);
}

/** Whether an output can only be told piece by piece, which one JSON text cannot. */
export function isStream(data: unknown): boolean {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return false;
  if (Symbol.asyncIterator in data) return true;
  for (const key in data) {
    const part: unknown = Reflect.get(data, key);
    if (typeof part === 'object' && part !== null && (isPromise(part) || isAsyncIterable(part))) return true;
  }
  return false;
}

function isPromise(value: object): boolean {
  return 'then' in value && typeof value.then === 'function' && 'catch' in value && typeof value.catch === 'function';
}

function isAsyncIterable(value: object): boolean {
  return !Array.isArray(value) && Symbol.asyncIterator in value;
}
