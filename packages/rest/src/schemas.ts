import { z } from 'zod';

/** A schema without what surrounds it: optional, nullable, default, and the end that is given of a pipe. */
export function bareSchema(schema: unknown): unknown {
  if (schema instanceof z.ZodLazy) return bareSchema(schema.def.getter());
  if (schema instanceof z.ZodPipe) return bareSchema(schema.def.in);
  return hasInner(schema) ? bareSchema(schema.def.innerType) : schema;
}

interface Wrapper {
  def: { innerType: unknown };
}

/** NOTE: of zod's schemas those that wrap another one, whichever they are. */
function hasInner(schema: unknown): schema is Wrapper {
  return schema instanceof z.ZodType && 'innerType' in schema.def;
}

/** The fields that an input may have with their schemas; of a union those of all options. */
export function fieldSchemas(input: unknown): [name: string, schema: unknown][] {
  const bare = bareSchema(input);
  if (bare instanceof z.ZodUnion) return bare.options.flatMap(fieldSchemas);
  return bare instanceof z.ZodObject ? Object.entries(bare.shape) : [];
}
