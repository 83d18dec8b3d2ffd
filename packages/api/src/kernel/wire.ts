import type { TRPCCombinedDataTransformer } from '@trpc/server';
import superjson, { type SuperJSONResult } from 'superjson';
import { readWireInput } from './wire-input.ts';
import { scan } from './wire-scan.ts';

/** superjson's wire format: written faster where a value is JSON and dates, read with care where a stranger wrote it. */
export const wire: TRPCCombinedDataTransformer = {
  input: { serialize, deserialize: readWireInput },
  output: { serialize, deserialize: (payload: SuperJSONResult): unknown => superjson.deserialize(payload) },
};

/** The text of `wire.output.serialize(value)`, in one go. */
export function serializeToText(value: unknown): string {
  const scanned = scan(value);
  if (!scanned) return JSON.stringify(superjson.serialize(value));
  const json = JSON.stringify(scanned.hasUndefined ? toJson(value) : value);
  return scanned.meta ? `{"json":${json},"meta":${JSON.stringify(scanned.meta)}}` : `{"json":${json}}`;
}

function serialize(value: unknown): SuperJSONResult {
  const scanned = scan(value);
  if (!scanned) return superjson.serialize(value);
  return asResult(scanned.meta ? { json: toJson(value), meta: scanned.meta } : { json: toJson(value) });
}

/** A value that was scanned is JSON once its dates and undefined are; the types of superjson cannot say so. */
function asResult(result: { json: unknown; meta?: object }): SuperJSONResult {
  return result as SuperJSONResult;
}

function toJson(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toJson);
  const json: Record<string, unknown> = {};
  for (const key in value) json[key] = toJson((value as Record<string, unknown>)[key]);
  return json;
}
