import type { TRPCBuiltRouter } from '@trpc/server';
import type { ErrorCode, Reason } from './generated/errors.ts';
import type { Procedures } from './generated/router.ts';
import type { InputIssue } from './generated/types.ts';

/** What an error looks like over tRPC. */
export interface ErrorShape {
  message: string;
  code: number;
  data: {
    code: ErrorCode;
    httpStatus: number;
    reason: Reason;
    issues: InputIssue[];
    /** Finds the call in the server's logs. */
    requestId: string;
    /** Seconds, or null. */
    retryAfter: number | null;
    path: string | null;
  };
}

/**
 * The server's router, for those who want tRPC's own client or its bindings for TanStack Query. It needs `@trpc/server` and
 * `@trpc/client`, and superjson as the transformer.
 * @example
 * const trpc = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: `${url}/trpc`, transformer: superjson })] });
 */
export type AppRouter = TRPCBuiltRouter<
  { ctx: object; meta: object; errorShape: ErrorShape; transformer: true },
  Procedures
>;
