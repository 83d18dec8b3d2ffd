import cluster from 'node:cluster';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLogger } from '@rookery/api';
import { type RunningPrimary, startPrimary } from '../cluster/primary.ts';
import { startWorker } from '../cluster/worker.ts';
import { startServer } from '../compose.ts';
import { type Config, defaultDataDir } from '../config.ts';
import { demoLogin } from '../demo/seed-demo.ts';
import { endInPeace } from '../shutdown.ts';

const binary = fileURLToPath(new URL('../../bin/rookery.mjs', import.meta.url));

/** `rookery start`: serves until it is told to stop. */
export async function start(config: Config): Promise<void> {
  if (cluster.isWorker) return startWorker(config);
  const log = createLogger(config.logLevel);
  const say = config.production ? (line: string) => log.info({}, line) : (line: string) => console.log(`  ${line}`);
  const several = config.processes > 1;
  const server = several ? await startPrimary(config, { log, say }) : await startServer(config, { log, say });
  endInPeace(server, { log, say, exit: (code) => process.exit(code) });
  if (config.production) {
    const { role, processes } = config;
    log.info({ url: config.publicUrl ?? server.url, role, processes }, 'started');
  } else console.log(screenOf(config, server));
}

/** The one screen of a start: where it is, how to sign in, where data lie, how to stop. */
function screenOf(config: Config, server: RunningPrimary): string {
  const address = config.publicUrl ?? server.url;
  const lines: [string, string][] = [['address', address]];
  if (server.hasDemo) lines.push(['sign in', `${demoLogin.username} / ${demoLogin.password}`]);
  lines.push(['rest', `${server.url}/api`]);
  lines.push(['calls', `${server.url}/trpc/system.info`]);
  lines.push(['health', `${server.url}/readyz  ·  ${server.url}/metrics`]);
  lines.push(['data', server.folder ?? 'in the database of DATABASE_URL']);
  if (config.smtp === null) lines.push(['mail', `kept; read it with: ${commandOver(config)} mail`]);
  if (config.processes > 1) lines.push(['serving', `${config.processes} processes`]);
  lines.push(['stop', 'Ctrl-C']);
  return [
    '',
    `  Rookery ${config.version}`,
    '',
    ...lines.map(([name, value]) => `  ${name.padEnd(9)}${value}`),
    '',
  ].join('\n');
}

/** How `rookery` is called for what this server stands on. NOTE: the address of a database holds a password. */
function commandOver({ databaseUrl, dataDir }: Config): string {
  const command = `node ${relative(process.cwd(), binary)}`;
  if (databaseUrl !== null) return `DATABASE_URL=… ${command}`;
  if (dataDir === resolve(defaultDataDir)) return command;
  return `DATA_DIR=${/^[\w./-]+$/.test(dataDir) ? dataDir : `'${dataDir}'`} ${command}`;
}
