import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from './folder.ts';

const linux = process.platform === 'linux';

/** When the process was born, told so that a later process with the same id differs; null when none lives; `unknown` when hidden from us. */
export function birthOf(pid: number): string | null {
  if (!answersSignals(pid)) return null;
  return linux ? linuxBirth(pid) : ask('ps', ['-o', 'lstart=', '-p', String(pid)]);
}

/** The machine (since its last boot) and the container whose process ids mean something here. */
export function processSpace(): string {
  if (!linux) return 'here';
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
}

function linuxBirth(pid: number): string | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    // NOTE: a zombie holds its id until its parent looks, and does nothing any more.
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? 'unknown');
  } catch {
    return answersSignals(pid) ? 'unknown' : null;
  }
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** Whether the process is a PostgreSQL at work in this cluster (it makes the cluster its working folder). */
export function worksIn(pid: number, cluster: string): boolean {
  if (birthOf(pid) === null) return false;
  if (!linux) return ask('ps', ['-o', 'command=', '-p', String(pid)])?.includes(cluster) ?? false;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === cluster;
  } catch {
    return false;
  }
}

/** Every process at work in this cluster, as far as the system lets us see. */
export function processesIn(cluster: string): number[] {
  if (!linux) return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && worksIn(pid, cluster));
}

/** Sends each signal in turn until the process is gone. Seconds to wait stand beside the signal. */
export async function endProcess(pid: number, steps: readonly (readonly [NodeJS.Signals, number])[]): Promise<void> {
  for (const [signal, seconds] of steps) {
    const deadline = Date.now() + seconds * 1000;
    sendSignal(pid, signal);
    while (birthOf(pid) !== null && Date.now() < deadline) await sleep(20);
    if (birthOf(pid) === null) return;
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

function ask(command: string, args: string[]): string | null {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || null;
  } catch {
    return null;
  }
}
