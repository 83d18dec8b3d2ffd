import type { Route } from './route-table.ts';

/** A request as REST sees it. */
export interface RestRequest {
  method: string;
  /** What follows the prefix, as the client wrote it: the path, and the query if there is one. */
  target: string;
  contentType: string | undefined;
  /** How the body is packed, if it is. */
  contentEncoding: string | undefined;
  hasBody: boolean;
  ifNoneMatch: string | undefined;
  /** From which event on a stream goes on. */
  lastEventId: string | undefined;
  requestId: string;
  readText(): Promise<string>;
  readForm(): Promise<FormData>;
  /** Calls a procedure; `getInput` throws what is wrong with the input, once the procedure asks for it. */
  call(route: Route, getInput: () => Promise<unknown>): Promise<unknown>;
  /** Tells the log why there is an error. Never throws. */
  report(cause: unknown, route: Route | null): void;
}
