import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

const relayed = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs a program in the foreground, hands signals on to it, and answers its exit code. */
export async function runInForeground(program, args, { cwd, env }) {
  const { code } = await outcome(spawn(program, args, { cwd, env, stdio: 'inherit' }));
  return code;
}

/** Runs a program and gathers what it says; `listen` hears all of it so far each time there is more. */
export async function runQuietly(program, args, { cwd, env, listen = () => {} }) {
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
      listen(output);
    });
  }
  const { code } = await outcome(child);
  return { code, output };
}

/** Runs a package.json script as npm would, with the package's and the root's executables first. */
export function scriptCommand(folder, script, { options = [], env }) {
  const path = [join(folder, 'node_modules/.bin'), env.PATH].join(delimiter);
  const line = options.length === 0 ? script : `${script} "$@"`;
  return ['/bin/sh', ['-c', line, 'sh', ...options], { cwd: folder, env: { ...env, PATH: path } }];
}

/** Waits for the child and passes signals to it; when one ended the child, it ends this process too. */
function outcome(child) {
  const relays = relayed.map((signal) => [signal, relay(child, signal)]);
  for (const [signal, listener] of relays) process.on(signal, listener);
  const watch = watchNpm(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      for (const [name, listener] of relays) process.off(name, listener);
      clearInterval(watch);
      if (signal !== null) process.kill(process.pid, signal);
      resolve({ code: code ?? 1 });
    });
  });
}

/**
 * The terminal sends Ctrl-C to all its processes, and npm hands it on once more: only a signal that was meant for us
 * alone is passed to the child, and only once a second.
 */
function relay(child, signal) {
  let last = 0;
  return () => {
    const isFromTerminal = signal === 'SIGINT' && process.stdin.isTTY;
    if (isFromTerminal || Date.now() - last < 1000) return;
    last = Date.now();
    child.kill(signal);
  };
}

/** Killed without a word, npm would leave its command running unseen. */
function watchNpm(onDeath) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  return setInterval(() => process.ppid !== parent && onDeath(), 1000).unref();
}
