import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@rookery/sdk';
import type { Running } from './compare.ts';
import { median, type Round, runLoad } from './load.ts';

const password = 'nobody measures in the rain';

/** Logins under load, and how long the event loop stood still meanwhile. */
export interface LoginMeasure {
  round: Round;
  loopP99Ms: number;
  loopMaxMs: number;
}

/** Signs one account in over and over from 20 connections. */
export async function measureLogin({ url, server }: Running): Promise<LoginMeasure> {
  const client = createClient({ url });
  const username = `bench_${Date.now().toString(36)}`;
  await client.auth.register({ email: `${username}@rookery.test`, username, password });
  client.close();
  await fetch(`${url}/metrics`);
  const body = JSON.stringify({ json: { login: username, password } });
  const request = () => ({
    method: 'POST' as const,
    path: '/trpc/auth.login',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const round = await runLoad({ url, server, request }, 8, 20);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const read = (name: string) =>
    Number(new RegExp(`^${name}(?:{[^}]*})? ([0-9.e+-]+)$`, 'm').exec(metrics)?.[1] ?? Number.NaN) * 1000;
  return {
    round,
    loopP99Ms: read('nodejs_eventloop_lag_p99_seconds'),
    loopMaxMs: read('nodejs_eventloop_lag_max_seconds'),
  };
}

/** What a call through the SDK costs beside a bare fetch of the same address, in microseconds of this process. */
export async function measureSdk({ url }: Running): Promise<{ sdkUs: number; fetchUs: number; ratio: number }> {
  const client = createClient({ url });
  const calls = 1500;
  const cost = async (call: () => Promise<unknown>): Promise<number> => {
    const before = process.cpuUsage();
    for (let n = 0; n < calls; n += 1) await call();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / calls;
  };
  const bare = async () => (await fetch(`${url}/trpc/posts.list`)).json();
  const ours = () => client.posts.list();
  const sdk: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    plain.push(await cost(bare));
    sdk.push(await cost(ours));
  }
  client.close();
  const [sdkUs, fetchUs] = [median(sdk), median(plain)];
  return { sdkUs, fetchUs, ratio: sdkUs / fetchUs };
}

/** From the command to the first good answer: on an empty data folder, and again on the same one, in milliseconds. */
export async function measureColdStart(
  start: (dataDir: string) => Promise<Running>,
): Promise<{ first: number; second: number }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'rookery-cold-'));
  const once = async () => {
    const before = performance.now();
    const { server } = await start(dataDir);
    const ms = performance.now() - before;
    await server[Symbol.asyncDispose]();
    return ms;
  };
  try {
    return { first: await once(), second: await once() };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
