import autocannon from 'autocannon';
import type { Child } from './child.ts';

/** One kind of request, made anew for each call. */
export interface Target {
  url: string;
  server: Child;
  request(n: number): { method?: 'GET' | 'POST'; path: string; headers?: Record<string, string>; body?: string };
}

/** What a round of load gave. */
export interface Round {
  perSecond: number;
  cpuMsPerRequest: number;
  p50: number;
  p99: number;
  failed: number;
}

/** Loads a server with 32 connections for some seconds. */
export async function runLoad({ url, server, request }: Target, seconds: number, connections = 32): Promise<Round> {
  let n = 0;
  const before = server.cpuMs();
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: [{ setupRequest: (given) => ({ ...given, ...request(n++) }) }],
  });
  const done = result.requests.total;
  return {
    perSecond: done / result.duration,
    cpuMsPerRequest: (server.cpuMs() - before) / Math.max(1, done),
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors,
  };
}

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
