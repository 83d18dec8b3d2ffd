import { appRouter } from '@rookery/api';
import { Session } from '@rookery/contract';
import { z } from 'zod';

/** What the generator reads of a procedure. */
export interface ProcedureFacts {
  /** Like `posts`, or `posts.drafts` for one inside another. */
  namespace: string;
  name: string;
  path: string;
  type: 'query' | 'mutation' | 'subscription';
  doc: string;
  effect: 'create' | 'update' | 'delete' | 'touch' | undefined;
  input: z.core.$ZodType;
  /** Null for a subscription. */
  output: z.core.$ZodType | null;
  /** What a subscription streams bare; null for one whose events are tracked. */
  event: z.core.$ZodType | null;
}

/** Every procedure of the router, in its order. */
export function readProcedures(): ProcedureFacts[] {
  return Object.entries(appRouter._def.procedures).map(([path, procedure]) => {
    const end = path.lastIndexOf('.');
    if (end < 1) throw new Error(`${path}: procedures are named namespace.verb`);
    return { namespace: path.slice(0, end), name: path.slice(end + 1), path, ...definitionOf(procedure, path) };
  });
}

const Definition = z.object({
  type: z.enum(['query', 'mutation', 'subscription']),
  meta: z.object({
    doc: z.string().min(1),
    effect: z.enum(['create', 'update', 'delete', 'touch']).optional(),
    event: z.instanceof(z.core.$ZodType).optional(),
  }),
  inputs: z.tuple([z.instanceof(z.core.$ZodType)]),
  output: z.instanceof(z.core.$ZodType).optional(),
});

function definitionOf(procedure: unknown, path: string): Omit<ProcedureFacts, 'namespace' | 'name' | 'path'> {
  const held = procedure as { _def: unknown };
  const parsed = Definition.safeParse(held._def);
  if (!parsed.success) throw new Error(`${path} lacks its doc, its input or its output`);
  const { type, meta, inputs, output } = parsed.data;
  if (type !== 'subscription' && !output) throw new Error(`${path} declares no output`);
  const { doc, effect, event = null } = meta;
  return { type, doc, effect, input: inputs[0], output: output ?? null, event };
}

/** Whether a procedure takes no input at all. */
export function takesNothing({ input }: ProcedureFacts): boolean {
  const bare = input instanceof z.ZodOptional ? input.unwrap() : input;
  return bare instanceof z.ZodObject && Object.keys(bare.shape).length === 0;
}

/** Whether a procedure takes a file, and so a form. */
export function takesFile({ input }: ProcedureFacts): boolean {
  return input instanceof z.ZodObject && Object.values(input.shape).some((field) => field instanceof z.ZodFile);
}

/** The items of a procedure that answers with pages, or null. */
export function pageItems({ type, output }: ProcedureFacts): z.core.$ZodType | null {
  if (type !== 'query' || !(output instanceof z.ZodObject)) return null;
  const { items, nextCursor } = output.shape;
  return items instanceof z.ZodArray && nextCursor ? items.element : null;
}

/** Whether a procedure answers with a session. */
export function signsIn({ output }: ProcedureFacts): boolean {
  return output === Session;
}

/** Whether a procedure ends the session that calls it. */
export function signsOut({ path }: ProcedureFacts): boolean {
  return path === 'auth.logout' || path === 'auth.logoutAll';
}
