import type { Clock } from '../kernel/ports.ts';

/** The time of the machine. */
export const systemClock: Clock = { now: () => new Date() };
