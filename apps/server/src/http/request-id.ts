import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const processName = randomBytes(9).toString('base64url');
let serial = 0;

/** An id for a request or a call on a socket, by which logs find it; costs no random bytes of its own. */
export function newRequestId(): string {
  serial += 1;
  return `${processName}-${serial.toString(36)}`;
}

/** The id that a proxy gave a request, if it is fit for logs and headers, or a new one. */
export function requestIdOf(req: IncomingMessage): string {
  const given = req.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{8,64}$/.test(given) ? given : newRequestId();
}
