import { execFileSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { say } from './progress.mjs';

const file = fileURLToPath(new URL('setup.lock', import.meta.url));

/** Runs `work` while no other process of this checkout installs or builds. */
export async function alone(work) {
  await claim();
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

async function claim() {
  const mine = `${process.pid} ${birthOf(process.pid)}\n`;
  let hasSaid = false;
  while (!create(mine)) {
    const holder = read(file);
    if (holder === null) continue;
    if (isDead(holder)) {
      discard(holder);
      continue;
    }
    if (!hasSaid) say(`Waiting for another command that sets up this checkout (process ${holder.split(' ')[0]})`);
    hasSaid = true;
    await sleep(200);
  }
}

/** The lock appears whole or not at all, by a link to a file that is already written. */
function create(text) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Two may find the same dead lock: the second must not carry off the lock of the first. */
function discard(dead) {
  const aside = `${file}.dead.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (read(aside) === dead) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

function release() {
  if (read(file)?.startsWith(`${process.pid} `)) rmSync(file, { force: true });
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function isDead(holder) {
  const [pid, ...birth] = holder.trim().split(' ');
  return birthOf(Number(pid)) !== birth.join(' ');
}

/** When a process was born; a later one with the same id differs. */
function birthOf(pid) {
  try {
    if (process.platform !== 'linux')
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[19]}`;
  } catch {
    return 'gone';
  }
}
