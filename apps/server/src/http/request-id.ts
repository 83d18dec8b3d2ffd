import type { IncomingMessage } from 'node:http';
import { newId } from '@rookery/api';

/** The id that a proxy gave a request, if it is fit for logs and headers, or a new one. */
export function requestIdOf(req: IncomingMessage): string {
  const given = req.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{8,64}$/.test(given) ? given : newId();
}
