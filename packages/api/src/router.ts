import { createRouter } from './kernel/trpc.ts';
import { routes } from './routes.ts';

/** The router of all procedures. */
export const appRouter = createRouter(routes);

/** The type that tRPC's own clients are made of. */
export type AppRouter = typeof appRouter;
