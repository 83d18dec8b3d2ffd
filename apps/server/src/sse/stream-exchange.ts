import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestContext } from '@rookery/api';

/** A request whose answer is a stream of events. */
export interface StreamExchange {
  req: IncomingMessage;
  res: ServerResponse;
  context: RequestContext;
  /** Headers that the call has set. */
  headers: Readonly<Record<string, string>>;
  /** Tells that the request is answered, although the answer goes on for long. */
  answered(): void;
}
