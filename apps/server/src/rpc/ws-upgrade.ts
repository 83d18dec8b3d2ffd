import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** Why an upgrade is refused, before anything of it is a WebSocket. */
export type UpgradeRefusal = '403 Forbidden' | '404 Not Found' | '503 Service Unavailable';

/** What an upgrade is judged by. */
export interface UpgradeRules {
  prefix: string;
  isAllowedOrigin(req: IncomingMessage): boolean;
  hasRoom(): boolean;
}

/** Judges an upgrade. NOTE: browsers always send an Origin and let no page forge it; what sends none is no browser. */
export function judgeUpgrade(req: IncomingMessage, rules: UpgradeRules): UpgradeRefusal | null {
  if (!isAtPath(req.url ?? '', rules.prefix)) return '404 Not Found';
  if (req.headers.origin !== undefined && !rules.isAllowedOrigin(req)) return '403 Forbidden';
  return rules.hasRoom() ? null : '503 Service Unavailable';
}

/** Refuses an upgrade in plain HTTP. */
export function refuseUpgrade(socket: Duplex, refusal: UpgradeRefusal): void {
  const retry = refusal.startsWith('503') ? 'retry-after: 5\r\n' : '';
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${refusal}\r\nconnection: close\r\n${retry}content-length: 0\r\n\r\n`);
}

function isAtPath(url: string, prefix: string): boolean {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  return path === prefix || path === `${prefix}/`;
}
