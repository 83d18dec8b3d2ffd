import { appRouter, listProcedures } from '@rookery/api';
import { z } from 'zod';
import type { Caller } from './test-app.ts';

/** Values to try for fields of inputs, by the name of the field. */
export type Candidates = Readonly<Record<string, readonly unknown[]>>;

/** One call of a query, and what came back as it would cross the wire. */
export interface Probe {
  path: string;
  input: object;
  answer: string;
}

/** Calls every query of the router with every candidate for each of its fields, one varied at a time with every choice of its enums. */
export async function probeQueries(caller: Caller, candidates: Candidates): Promise<Probe[]> {
  const probes: Probe[] = [];
  for (const { path, type, inputs } of listProcedures(appRouter)) {
    if (type !== 'query' || !inputs[0]) continue;
    for (const input of inputsOf(inputs[0], candidates)) {
      const answer = await callOf(caller, path)(input).then(JSON.stringify, errorText);
      probes.push({ path, input, answer: answer ?? '' });
    }
  }
  return probes;
}

function inputsOf(schema: z.ZodType, candidates: Candidates): object[] {
  if (schema instanceof z.ZodUnion)
    return schema.options.flatMap((option) => inputsOf(option as z.ZodType, candidates));
  if (schema instanceof z.ZodOptional) return inputsOf(schema.unwrap() as z.ZodType, candidates);
  if (!(schema instanceof z.ZodObject)) return [{}];
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>);
  return fields.reduce<object[]>(
    (inputs, [name, field]) => {
      const values = valuesOf(name, field, candidates);
      return values.length === 0
        ? inputs
        : inputs.flatMap((input) => values.map((value) => ({ ...input, [name]: value })));
    },
    [{}],
  );
}

/** No value stands for a field that is left out. */
function valuesOf(name: string, field: z.ZodType, candidates: Candidates): readonly unknown[] {
  if (name === 'limit') return field.safeParse(100).success ? [100] : [20];
  const inner = field instanceof z.ZodDefault || field instanceof z.ZodOptional ? field.unwrap() : field;
  if (inner instanceof z.ZodEnum) return inner.options;
  if (candidates[name] && !(field instanceof z.ZodOptional)) return candidates[name];
  return [];
}

/** NOTE: the router's own names lead through the caller to a procedure. */
function callOf(caller: Caller, path: string): (input: object) => Promise<unknown> {
  return path.split('.').reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], caller) as (
    input: object,
  ) => Promise<unknown>;
}

function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause as { reason?: string; issues?: unknown } | undefined;
  if (!cause?.reason) throw error;
  return JSON.stringify([error.message, cause.reason, cause.issues]);
}
