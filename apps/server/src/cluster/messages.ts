import { z } from 'zod';

/** What a worker tells the primary process. */
export const FromWorker = z.discriminatedUnion('rookery', [
  z.object({ rookery: z.literal('ready') }),
  z.object({ rookery: z.literal('metrics-wanted'), id: z.int() }),
]);
export type FromWorker = z.infer<typeof FromWorker>;

/** What the primary process tells a worker; metrics that could not be gathered are null. */
export const FromPrimary = z.discriminatedUnion('rookery', [
  z.object({ rookery: z.literal('end') }),
  z.object({ rookery: z.literal('metrics'), id: z.int(), text: z.string().nullable() }),
]);
export type FromPrimary = z.infer<typeof FromPrimary>;
