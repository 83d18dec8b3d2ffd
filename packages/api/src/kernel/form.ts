import { createHash } from 'node:crypto';
import { z } from 'zod';
import { invalidInput } from './errors.ts';

/** The most fields that a form may have; procedures take a handful. */
const maxFields = 20;

/** Whether a procedure with this input is called with a form, since JSON carries no files. */
export function takesFile(input: z.ZodType | undefined): boolean {
  return input instanceof z.ZodObject && Object.values(input.shape).some((field) => field instanceof z.ZodFile);
}

/** A form as the object that schemas know: each field once. */
export function fieldsOf(form: FormData): Record<string, unknown> {
  const entries = [...form];
  if (entries.length > maxFields) throw invalidInput([], `The form has more than ${maxFields} fields`);
  const fields = new Map(entries);
  if (fields.size < entries.length) throw invalidInput([], 'A field is there twice');
  return Object.fromEntries(fields);
}

/** The text by which an input is known again, in whatever order its fields come: its files by their bytes. */
export async function digestible(input: unknown): Promise<string> {
  const files = inOrder(filesIn(input));
  const digests = await Promise.all(files.map(async ([name, file]) => [name, await digestOf(file)]));
  return (JSON.stringify(input, writePlainly) ?? '') + (digests.length > 0 ? JSON.stringify(digests) : '');
}

function filesIn(input: unknown): [string, Blob][] {
  if (typeof input !== 'object' || input === null) return [];
  return Object.entries(input).filter((entry): entry is [string, Blob] => entry[1] instanceof Blob);
}

async function digestOf(file: Blob): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of file.stream()) hash.update(chunk);
  return hash.digest('base64');
}

/** NOTE: the wire carries bigints, though no schema takes one; JSON would throw before any schema can refuse it. */
function writePlainly(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(inOrder(Object.entries(value)));
}

function inOrder<Value>(entries: readonly [string, Value][]): [string, Value][] {
  return entries.toSorted(([one], [other]) => (one < other ? -1 : 1));
}
