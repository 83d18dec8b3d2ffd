import { Agent, request } from 'node:http';
import type { Target } from '../load.ts';
import { mutationBy } from '../rpc.ts';

/** Sends requests over one connection of its own. */
export interface Writer extends Disposable {
  send(one: ReturnType<Target['request']>): Promise<{ status: number; text: string }>;
}

/** Opens a connection that is kept. */
export function openWriter(url: string): Writer {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send: Writer['send'] = ({ method = 'GET', path, headers = {}, body }) =>
    new Promise((resolve, reject) => {
      const call = request(url + path, { method, headers, agent }, async (answer) => {
        try {
          const parts: Buffer[] = [];
          for await (const part of answer) parts.push(part as Buffer);
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() });
        } catch (error) {
          reject(error);
        }
      });
      call.on('error', reject);
      call.end(body);
    });
  return { send, [Symbol.dispose]: () => agent.destroy() };
}

/** What is said, where and by whom. */
export interface Said {
  conversationId: string;
  text: string;
  clientId: string;
}

/** A message, as our server takes it. */
export function sendingToOurs(token: string, said: Said): ReturnType<Target['request']> {
  return mutationBy(token, 'chat.send', said);
}

/** A message, as the bare server takes it. */
export function sendingToBare(viewerId: string, said: Said): ReturnType<Target['request']> {
  return { method: 'POST', path: `/send?viewer=${viewerId}`, body: JSON.stringify(said) };
}
