import type { IncomingMessage } from 'node:http';
import {
  type AnyTRPCRouter,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  type TRPCError,
  type TRPCErrorShape,
  type TRPCProcedureType,
} from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import { type Procedure, proceduresOf } from './procedure.ts';

/** Where a call stood when it failed. */
export interface CallPlace {
  type: TRPCProcedureType | 'unknown';
  path: string | undefined;
  input: unknown;
  ctx: unknown;
}

/** A call that failed, for the log. */
export interface CallFailure extends CallPlace {
  error: TRPCError;
  req: IncomingMessage;
}

/** A tRPC router, as far as a transport needs it. */
export interface RpcRouter {
  readonly trpc: AnyTRPCRouter;
  /** Undefined for what does not exist or was not loaded yet. */
  find(path: string): Procedure | undefined;
  /** Turns what came over the wire into an input. */
  readInput(raw: unknown): unknown;
  /** The text of a value on the wire; undefined when the transformer writes nothing. */
  textOf(value: unknown): string | undefined;
  /** Shapes an error; throws what the router's formatter throws. */
  shapeOf(error: TRPCError, place: CallPlace): TRPCErrorShape;
  /** Tells the log; never throws. */
  report(cause: unknown, place: CallPlace, req: IncomingMessage): TRPCError;
}

/** What both transports are told about the router. */
export interface RpcRouterOptions {
  router: AnyTRPCRouter;
  /** Writes outputs, errors and events as the router's transformer would, in one go; by default the transformer itself does. */
  serialize?: (value: unknown) => string | undefined;
  onError?: (failure: CallFailure) => void;
}

/** What a client gets when its error cannot be shaped. It tells nothing. */
const fallbackShape: TRPCErrorShape = {
  code: TRPC_ERROR_CODES_BY_KEY.INTERNAL_SERVER_ERROR,
  message: 'Internal server error',
  data: { code: 'INTERNAL_SERVER_ERROR', httpStatus: 500 },
};

/** Opens a router for the transports. */
export function openRouter({ router, serialize, onError }: RpcRouterOptions): RpcRouter {
  const config = router._def._config;
  const { input, output } = config.transformer;
  const procedures = proceduresOf(router);
  return {
    trpc: router,
    find: (path) => procedures[path],
    readInput: (raw) => input.deserialize(raw),
    textOf: serialize ?? ((value) => JSON.stringify(output.serialize(value))),
    shapeOf: (error, place) => getTRPCErrorShape({ config, error, ...place }),
    report: (cause, place, req) => {
      const error = getTRPCErrorFromUnknown(cause);
      try {
        onError?.({ ...place, error, req });
      } catch {
        // NOTE: a log that fails must not end the process or the call.
      }
      return error;
    },
  };
}

/** An error as it goes over the wire. */
export interface ShapedError {
  status: number;
  text: string;
}

/** Shapes an error, or what tells nothing of it if the formatter or the transformer fails. */
export function shapeSafely(router: RpcRouter, error: TRPCError, place: CallPlace): ShapedError {
  try {
    return shapeError(router, error, place);
  } catch {
    return { status: 500, text: router.textOf(fallbackShape) ?? 'null' };
  }
}

/** Shapes an error; throws what the formatter and the transformer throw. */
export function shapeError(router: RpcRouter, error: TRPCError, place: CallPlace): ShapedError {
  const shape = router.shapeOf(error, place);
  return { status: statusOf(shape, error), text: router.textOf(shape) ?? 'null' };
}

function statusOf(shape: TRPCErrorShape, error: TRPCError): number {
  const status = 'httpStatus' in shape.data ? shape.data.httpStatus : null;
  return typeof status === 'number' ? status : getHTTPStatusCodeFromError(error);
}
