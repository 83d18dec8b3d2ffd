import { wire } from '@rookery/api/wire';
import { initTRPC, lazy, TRPCError, tracked } from '@trpc/server';
import { observable } from '@trpc/server/observable';
import { z } from 'zod';
import type { EventTopic } from './event-topic.ts';

/** What the calls of a test see. */
export interface LiveContext {
  user: string;
  topic: EventTopic;
  /** What has ended, in order. */
  ended: string[];
}

const trpc = initTRPC.context<LiveContext>().create({
  transformer: wire,
  isDev: false,
  errorFormatter: ({ shape, error, ctx, input, type, path }) => {
    if (error.message === 'break the formatter') throw new Error('formatter');
    return { ...shape, data: { ...shape.data, user: (path && ctx?.user) ?? null, input: input ?? null, type } };
  },
});

const { procedure } = trpc;

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => signal?.addEventListener('abort', () => resolve()));
}

/** A router with every kind of live procedure on it. */
export const liveRouter = trpc.router({
  whoami: procedure.query(({ ctx }) => ctx.user),
  echo: procedure.input(z.unknown()).query(({ input }) => ({ input })),
  store: procedure.input(z.object({ at: z.date() })).mutation(({ input }) => ({ at: input.at, none: undefined })),
  fail: procedure.query(() => {
    throw new TRPCError({ code: 'CONFLICT', message: 'no' });
  }),
  breakFormatter: procedure.query(() => {
    throw new Error('break the formatter');
  }),
  badOutput: procedure.query((): unknown => JSON.parse('{"constructor":1}')),
  stream: procedure.query(async function* () {
    yield 1;
  }),
  wait: procedure.query(async ({ signal, ctx }) => {
    await aborted(signal);
    ctx.ended.push('wait');
  }),
  lazily: lazy(async () => trpc.router({ loaded: procedure.query(() => 'loaded') })),
  count: procedure.input(z.number().nullish()).subscription(async function* ({ input }) {
    for (let at = 1; at <= (input ?? 2); at++) yield at;
  }),
  tracked: procedure.input(z.object({ lastEventId: z.string().nullish() }).nullish()).subscription(async function* ({
    input,
  }) {
    for (let at = Number(input?.lastEventId ?? 0) + 1; at <= 3; at++) yield tracked(String(at), { at: new Date(at) });
  }),
  bulk: procedure.input(z.number()).subscription(async function* ({ input }) {
    for (let at = 0; at < input; at++) yield 'x'.repeat(10_000);
  }),
  observed: procedure.subscription(() =>
    observable<number>((observer) => {
      observer.next(1);
      observer.complete();
    }),
  ),
  forever: procedure.subscription(async function* ({ signal, ctx }) {
    try {
      yield 'begun';
      await aborted(signal);
    } finally {
      ctx.ended.push('forever');
    }
  }),
  failing: procedure.subscription(async function* ({ ctx }) {
    try {
      yield 1;
      throw new TRPCError({ code: 'FORBIDDEN', message: 'enough' });
    } finally {
      ctx.ended.push('failing');
    }
  }),
  failingAtOnce: procedure.subscription((): AsyncGenerator<number> => {
    throw new Error('at once');
  }),
  notIterable: procedure.subscription((() => 5) as never),
  neverAnswers: procedure.subscription(async ({ signal }): Promise<AsyncGenerator<number>> => {
    await aborted(signal);
    throw signal?.reason;
  }),
  badEvent: procedure.subscription(async function* () {
    yield JSON.parse('{"constructor":1}') as unknown;
  }),
  live: procedure
    .input(z.object({ lastEventId: z.string().nullish() }).nullish())
    .subscription(({ ctx, input, signal }) => ctx.topic.after(input?.lastEventId ?? undefined, signal)),
});
