import { z } from 'zod';

export const SystemInfo = z
  .object({
    name: z.string(),
    version: z.string(),
    limits: z.record(z.string(), z.number()).describe('Every size limit in force, by name.'),
    features: z.array(z.string()).describe('What this server offers.'),
  })
  .describe('What a server is and allows.');
export type SystemInfo = z.infer<typeof SystemInfo>;
