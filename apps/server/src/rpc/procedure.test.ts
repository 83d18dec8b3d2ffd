import { initTRPC, TRPCError } from '@trpc/server';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { callProcedure, type Procedure, proceduresOf } from './procedure.ts';

const trpc = initTRPC.context<{ log: string[] }>().meta<{ word: string }>().create();
const base = trpc.procedure.use(({ ctx, meta, path, type, next }) => {
  ctx.log.push(`${type} ${path} ${meta?.word}`);
  return next({ ctx: { added: 1 } });
});

const router = trpc.router({
  context: base.meta({ word: 'w' }).query(({ ctx }) => ({ ...ctx, log: ctx.log.length })),
  inputs: base
    .input(z.object({ a: z.string() }))
    .input(z.object({ b: z.coerce.number() }))
    .output(z.object({ a: z.string(), b: z.number() }))
    .query(({ input }) => input),
  refused: base.input(z.string()).query(({ input }) => input),
  badOutput: base.output(z.string()).query((): string => JSON.parse('1')),
  replacedInput: trpc.procedure
    .use(({ next }) => next({ getRawInput: async () => 'mine' }))
    .input(z.string())
    .query(({ input }) => input),
  watched: trpc.procedure
    .use(async ({ next }) => {
      const result = await next();
      return result.ok ? { ...result, data: 'changed' } : { ...result, error: new TRPCError({ code: 'CONFLICT' }) };
    })
    .input(z.number())
    .query(({ input }) => {
      if (input > 1) throw new Error('large');
      return input;
    }),
  silent: trpc.procedure.use((async () => undefined) as never).query(() => 1),
  shaped: trpc.procedure
    .use(() => {
      throw new Error('in the middleware');
    })
    .query(() => 1),
});

async function outcome(run: (procedure: Procedure) => Promise<unknown>, path: string): Promise<unknown> {
  const procedure = proceduresOf(router)[path];
  if (!procedure) throw new Error(path);
  return run(procedure).then(
    (data) => ({ data }),
    (error: TRPCError) => ({ code: error.code, message: error.message, cause: error.cause?.message }),
  );
}

test.each(
  Object.keys(router._def.procedures).flatMap((path) =>
    [undefined, { a: 'x', b: '2' }, 1, 2, 'text'].map((input): [string, unknown] => [path, input]),
  ),
)('calls %s with %j as tRPC does', async (path, input) => {
  const logs: [string[], string[]] = [[], []];
  const call = (log: string[]) => ({
    path,
    type: 'query' as const,
    ctx: { log },
    signal: new AbortController().signal,
    batchIndex: 0,
    getRawInput: async () => input,
  });
  const ours = await outcome((procedure) => callProcedure(procedure, call(logs[0])), path);
  const theirs = await outcome((procedure) => procedure(call(logs[1])), path);
  expect(ours).toEqual(theirs);
  expect(logs[0]).toEqual(logs[1]);
});
