import { accessToken } from './access-token.ts';
import type { Target } from './load.ts';
import type { Member } from './seed.ts';

/** A call of ours that changes something, with whatever token. */
export function mutationBy(token: string, path: string, value: object): ReturnType<Target['request']> {
  return {
    method: 'POST',
    path: `/trpc/${path}`,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ json: value }),
  };
}

/** Changes something as a member, and gives the answer. */
export async function callAs<Answer>(url: string, member: Member, [path, value]: [string, object]): Promise<Answer> {
  const { path: target, ...request } = mutationBy(accessToken(member), path, value);
  const answer = await fetch(url + target, request);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answerOf<Answer>(await answer.text());
}

/** NOTE: the caller names what the procedure answers with. */
export function answerOf<Answer>(text: string): Answer {
  return (JSON.parse(text) as { result: { data: { json: Answer } } }).result.data.json;
}
