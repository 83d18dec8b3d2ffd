import { breaks } from './breaks.ts';
import { embedded } from './embedded.ts';
import { kills } from './kills.ts';
import { order } from './order.ts';
import { redis } from './redis.ts';
import { replies } from './replies.ts';
import { revocation } from './revocation.ts';
import type { Scenario } from './scenario.ts';

/** Every scenario by the name that it is called by. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  kills,
  embedded,
  replies,
  order,
  breaks,
  redis,
  revocation,
};
