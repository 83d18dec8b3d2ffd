import type { z } from 'zod';
import type { Declaration } from './access.ts';

/** What a procedure declares of itself. */
export interface DeclaredProcedure {
  /** Like `posts.create`. */
  path: string;
  type: 'query' | 'mutation' | 'subscription';
  /** Absent on a procedure that was not made by one of ours. */
  meta?: Declaration;
  inputs: z.ZodType[];
  output?: z.ZodType;
}

/** Every procedure of a router, in its order. NOTE: tRPC keeps declarations under `_def`, whose types say nothing of them. */
export function listProcedures(router: { _def: { procedures: object } }): DeclaredProcedure[] {
  return Object.entries(router._def.procedures).map(
    ([path, procedure]: [string, { _def: Omit<DeclaredProcedure, 'path'> }]) => ({
      path,
      ...procedure._def,
    }),
  );
}
