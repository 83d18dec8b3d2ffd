import type { AppRouter as ServerRouter } from '@rookery/api';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import type { inferRouterError, inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import superjson from 'superjson';
import { expectTypeOf, test } from 'vitest';
import type { WebSocket as WsWebSocket } from 'ws';
import type { PostView, RookeryApi, RookeryEvents, SocketConstructor, StreamEvent } from './generated/index.ts';
import type { AppRouter } from './trpc.ts';

type Identical<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Differences<A, B> = {
  [N in keyof A & keyof B]: {
    [P in keyof A[N] & keyof B[N]]: Identical<A[N][P], B[N][P]> extends true ? never : P;
  }[keyof A[N] & keyof B[N]];
}[keyof A & keyof B];
type Inputs = inferRouterInputs<ServerRouter>;
type Outputs = inferRouterOutputs<ServerRouter>;

test('the generated router takes and gives what the server does', () => {
  expectTypeOf<Differences<inferRouterInputs<AppRouter>, Inputs>>().toEqualTypeOf<never>();
  expectTypeOf<Differences<inferRouterOutputs<AppRouter>, Outputs>>().toEqualTypeOf<never>();
  expectTypeOf<keyof inferRouterInputs<AppRouter>>().toEqualTypeOf<keyof Inputs>();
  expectTypeOf<inferRouterError<AppRouter>['data']>().toEqualTypeOf<inferRouterError<ServerRouter>['data']>();
});

type Call = (...args: never[]) => Promise<unknown>;
type Taken<F> = F extends (input?: infer I, options?: infer O) => unknown
  ? Identical<keyof I, keyof O> extends true
    ? never
    : I
  : never;
type WrongAnswers<Api, Out> = {
  [P in keyof Api & keyof Out]: Api[P] extends Call
    ? Identical<Awaited<ReturnType<Api[P]>>, Out[P]> extends true
      ? never
      : P
    : Out[P] extends readonly unknown[]
      ? P
      : WrongAnswers<Api[P], Out[P]> | (keyof Api[P] extends keyof Out[P] ? never : P);
}[keyof Api & keyof Out];

test('the flat interfaces promise what the server gives', () => {
  expectTypeOf<WrongAnswers<RookeryApi, Outputs>>().toEqualTypeOf<never>();
  expectTypeOf<keyof RookeryApi | 'events'>().toEqualTypeOf<keyof Outputs | 'events'>();
  expectTypeOf<Taken<RookeryApi['posts']['create']>>().toEqualTypeOf<Inputs['posts']['create']>();
  expectTypeOf<Parameters<RookeryApi['users']['get']>[0]>().toEqualTypeOf<Inputs['users']['get']>();
  expectTypeOf<Taken<RookeryApi['posts']['drafts']['create']>>().toEqualTypeOf<Inputs['posts']['drafts']['create']>();
  expectTypeOf<Taken<RookeryApi['posts']['list']>>().toEqualTypeOf<Inputs['posts']['list']>();
});

test('lists give items, events their own type', () => {
  expectTypeOf<ReturnType<RookeryApi['posts']['list']['all']>>().toEqualTypeOf<AsyncIterable<PostView>>();
  expectTypeOf<RookeryEvents['*']>().toEqualTypeOf<StreamEvent>();
  expectTypeOf<Exclude<keyof RookeryEvents, '*'>>().toEqualTypeOf<StreamEvent['type']>();
});

test("tRPC's own client takes the router", () => {
  const client = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: '', transformer: superjson })] });
  expectTypeOf(client.posts.get.query).returns.resolves.toEqualTypeOf<PostView>();
  expectTypeOf(client.posts.drafts.publish.mutate).returns.resolves.toEqualTypeOf<PostView>();
});

test('the sockets of browsers and of ws will do', () => {
  expectTypeOf<typeof WebSocket>().toExtend<SocketConstructor>();
  expectTypeOf<new (url: string) => WsWebSocket>().toExtend<SocketConstructor>();
});
