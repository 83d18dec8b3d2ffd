import { type TRPCCombinedDataTransformer, TRPCError } from '@trpc/server';
import { parseConnectionParamsFromUnknown } from '@trpc/server/http';
import { type JSONRPC2, parseTRPCMessage, type TRPCClientOutgoingMessage } from '@trpc/server/rpc';
import type { ConnectionParams } from './ws-options.ts';

/** A frame that was refused as a whole, and the calls that wait for an answer to it. */
export interface RefusedFrame {
  error: TRPCError;
  ids: readonly JSONRPC2.RequestId[];
}

/** Batches that are this many times too large are no accident, and get one answer for all. */
const absurdity = 4;

/** NOTE: inputs are read when a call asks for them, so that one that cannot be read fails its own call and no other. */
const unread: TRPCCombinedDataTransformer = {
  input: { serialize: (value: unknown) => value, deserialize: (value: unknown) => value },
  output: { serialize: (value: unknown) => value, deserialize: (value: unknown) => value },
};

/** Reads the messages of a frame. */
export function readFrame(
  data: Buffer,
  isBinary: boolean,
  maxBatchSize: number,
): TRPCClientOutgoingMessage[] | RefusedFrame {
  try {
    const parsed = parse(data, isBinary);
    if (!Array.isArray(parsed)) return [parseTRPCMessage(parsed, unread)];
    if (parsed.length > maxBatchSize) return refuseBatch(parsed, maxBatchSize);
    return parsed.map((message) => parseTRPCMessage(message, unread));
  } catch (cause) {
    return { error: new TRPCError({ code: 'PARSE_ERROR', cause }), ids: [null] };
  }
}

/** Reads the first message of a client that announced connection parameters. */
export function readConnectionParams(data: Buffer, isBinary: boolean): ConnectionParams {
  let message: unknown;
  try {
    message = parse(data, isBinary);
    if (!isRecord(message)) throw new Error('Message was not an object');
  } catch (cause) {
    throw new TRPCError({ code: 'PARSE_ERROR', message: 'Malformed TRPCConnectionParamsMessage', cause });
  }
  return parseConnectionParamsFromUnknown(message.data);
}

function parse(data: Buffer, isBinary: boolean): unknown {
  if (isBinary) throw new Error('Messages are JSON in text frames');
  return JSON.parse(data.toString('utf8'));
}

function refuseBatch(batch: readonly unknown[], maxBatchSize: number): RefusedFrame {
  const error = new TRPCError({ code: 'BAD_REQUEST', message: 'Batch call exceeds maximum size' });
  if (batch.length > maxBatchSize * absurdity) return { error, ids: [null] };
  const ids = batch.flatMap((message) => (isRecord(message) && expectsAnswer(message) ? [message.id] : []));
  return { error, ids: ids.length > 0 ? ids : [null] };
}

function expectsAnswer(message: Record<string, unknown>): message is { id: string | number } {
  return message.method !== 'subscription.stop' && (typeof message.id === 'string' || typeof message.id === 'number');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
