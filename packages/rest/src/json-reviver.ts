import { z } from 'zod';
import { bareSchema } from './schemas.ts';
import { dateOf } from './text-reader.ts';

/** Makes of JSON what a schema takes: texts become dates where it has dates. */
export type JsonReviver = (value: unknown) => unknown;

/** The reviver of a schema, or null when JSON will do as it is. */
export function jsonReviver(schema: unknown): JsonReviver | null {
  const bare = bareSchema(schema);
  if (bare instanceof z.ZodDate) return dateOf;
  if (bare instanceof z.ZodArray) return arrayReviver(jsonReviver(bare.element));
  if (bare instanceof z.ZodRecord) return recordReviver(jsonReviver(bare.valueType));
  if (bare instanceof z.ZodUnion) return inTurn(bare.options.flatMap((option) => jsonReviver(option) ?? []));
  return bare instanceof z.ZodObject ? objectReviver(bare) : null;
}

function arrayReviver(revive: JsonReviver | null): JsonReviver | null {
  return revive && ((value) => (Array.isArray(value) ? value.map(revive) : value));
}

function recordReviver(revive: JsonReviver | null): JsonReviver | null {
  if (!revive) return null;
  return (value) =>
    isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revive(item)])) : value;
}

function inTurn(revivers: readonly JsonReviver[]): JsonReviver | null {
  return revivers.length > 0 ? (value) => revivers.reduce((made, revive) => revive(made), value) : null;
}

function objectReviver({ shape }: z.ZodObject): JsonReviver | null {
  const revivers = new Map(
    Object.entries(shape).flatMap(([name, field]) => {
      const revive = jsonReviver(field);
      return revive ? [[name, revive] as const] : [];
    }),
  );
  if (revivers.size === 0) return null;
  return (value) =>
    isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revivers.get(key)?.(item) ?? item]))
      : value;
}

/** Whether a value is what JSON calls an object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
