import type { UpgradeListener } from './http/http-server.ts';
import type { ContextParts } from './http/request-context.ts';

/** All WebSockets of this process. */
export interface Sockets extends Disposable {
  readonly upgrade: UpgradeListener;
  readonly count: number;
  readonly subscriptions: number;
  /** Asks every client to come back to another process, and closes. */
  drain(): Promise<void>;
}

/** Answers an upgrade with a status and closes. */
export const refuseUpgrade: UpgradeListener = (_req, socket) => {
  socket.on('error', () => undefined);
  socket.end('HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
};

export function openSockets(_parts: ContextParts): Sockets {
  return {
    upgrade: refuseUpgrade,
    count: 0,
    subscriptions: 0,
    drain: async () => undefined,
    [Symbol.dispose]: () => undefined,
  };
}
