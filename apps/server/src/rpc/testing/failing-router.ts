import { serializeToText, wire } from '@rookery/api/wire';
import { initTRPC, lazy, TRPCError } from '@trpc/server';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import { z } from 'zod';

interface TestContext {
  user: string;
}

const trpc = initTRPC.context<TestContext>().create({
  transformer: wire,
  isDev: false,
  errorFormatter: ({ shape, error, ctx, input, type }) => {
    if (error.message === 'break the formatter') throw new Error('formatter');
    const seen = { user: ctx?.user ?? null, input: input ?? null, type, cause: error.cause?.message ?? null };
    return { ...shape, data: { ...shape.data, ...seen } };
  },
});

const query = trpc.procedure;
const codes = Object.keys(TRPC_ERROR_CODES_BY_KEY) as (keyof typeof TRPC_ERROR_CODES_BY_KEY)[];

function thrower(value: unknown): () => never {
  return () => {
    throw value;
  };
}

async function* countTo(last: number): AsyncGenerator<number> {
  for (let at = 1; at <= last; at++) yield at;
}

const odd = {
  undefinedOutput: query.query(() => undefined),
  nullOutput: query.query(() => null),
  textOutput: query.query(() => 'ünïcödé 🎈 \u2028 </script>'),
  dateOutput: query.query(() => ({ at: new Date(0), list: [new Date(1)], none: undefined })),
  mapOutput: query.query(() => new Map([['a', new Set([1n])]])),
  pollutingOutput: query.query((): unknown => JSON.parse('{"constructor": 1}')),
  functionOutput: query.query((): unknown => () => 1),
  sharedOutput: query.query(() => {
    const one = { at: new Date(0) };
    return [one, one];
  }),
  wrongOutput: query.output(z.string()).query((): string => JSON.parse('5')),
  streamOutput: query.query(() => countTo(2)),
  promiseOutput: query.query(() => ({ later: Promise.resolve(1) })),
};

const failing = {
  error: query.query(thrower(new Error('secret'))),
  text: query.query(thrower('text')),
  nothing: query.query(thrower(undefined)),
  null: query.query(thrower(null)),
  object: query.query(thrower({ message: 'an object', extra: 1 })),
  abort: query.query(thrower(new DOMException('gone', 'AbortError'))),
  formatter: query.query(thrower(new Error('break the formatter'))),
  late: query.query(async () => Promise.reject(new Error('late'))),
  code: query.input(z.enum(codes)).query(({ input }) => {
    throw new TRPCError({ code: input, message: `is ${input}` });
  }),
};

/** A router with everything that can go wrong on it. */
export const failingRouter = trpc.router({
  hello: query.query(({ ctx }) => `hello ${ctx.user}`),
  echo: query.input(z.unknown()).query(({ input }) => ({ input })),
  posts: {
    byId: query
      .input(z.object({ id: z.string() }))
      .output(z.object({ id: z.string() }))
      .query(({ input }) => input),
    create: query.input(z.object({ text: z.string().min(1), at: z.date().optional() })).mutation(({ input }) => input),
  },
  ping: query.mutation(() => 'pong'),
  store: query.input(z.unknown()).mutation(({ input }) => ({ input })),
  upload: query.input(z.instanceof(FormData)).mutation(({ input }) => [...input.keys()]),
  count: query.input(z.number().optional()).subscription(({ input }) => countTo(input ?? 2)),
  'odd-names_here': query.query(() => 1),
  odd,
  failing,
  lazily: lazy(async () => trpc.router({ loaded: query.query(() => 'loaded') })),
});

export { serializeToText };
