import { once } from 'node:events';
import { WebSocket } from 'ws';
import { RawSocket } from '../../src/rpc/testing/raw-ws.ts';
import type { Session } from './ws-sessions.ts';

/** What a socket got, and how many frames it could send. */
export interface Played {
  sent: number;
  frames: readonly string[];
}

const marker = '{"id":"the last call","method":"query","params":{"path":"system.info"}}';

/** Plays a session until the last call is answered or the server has closed. */
export async function playSession(port: number, { query, headers, frames }: Session): Promise<Played> {
  await using socket = await RawSocket.open(`ws://127.0.0.1:${port}/trpc${query}`, { headers });
  let sent = 0;
  for (const frame of frames) {
    if (socket.ws.readyState !== WebSocket.OPEN) break;
    socket.ws.send(frame);
    sent += 1;
  }
  socket.send(marker);
  const isAnswered = () => socket.frames.some((text) => text.startsWith('{"id":"the last call"'));
  await Promise.race([socket.until(isAnswered), once(socket.ws, 'close')]).catch(() => undefined);
  return { sent, frames: socket.frames };
}
