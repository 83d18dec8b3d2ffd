export { openEventStreams } from './event-streams.ts';
export type { StreamExchange } from './stream-exchange.ts';
export type { StreamLimits } from './stream-limits.ts';
