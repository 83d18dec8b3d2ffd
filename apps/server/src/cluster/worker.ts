import { createLogger } from '@rookery/api';
import { startServer } from '../compose.ts';
import type { Config } from '../config.ts';
import { endInPeace } from '../shutdown.ts';
import { joinCluster } from './member.ts';

const unsaid = () => undefined;

/**
 * One of several processes that serve together: says nothing at the terminal, and ends when the primary process does. NOTE: Ctrl-C reaches
 * all processes of a terminal, but it is the primary's to answer; and an end that is asked for twice, by both, is one end.
 */
export async function startWorker(config: Config): Promise<void> {
  process.on('SIGINT', unsaid);
  const log = createLogger(config.logLevel);
  const member = joinCluster(config.workerNumber === 1);
  const server = await startServer(config, { log, member });
  const ending = { log, say: unsaid, exit: (code: number) => process.exit(code) };
  member.onEnd(endInPeace(server, { ...ending, signals: ['SIGTERM'], hurries: false }));
  member.ready();
}
