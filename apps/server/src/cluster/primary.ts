import { type Logger, openApp } from '@rookery/api';
import { appOptions } from '../app-options.ts';
import { fillIfEmpty, localUrl, type RunningServer } from '../compose.ts';
import type { Config } from '../config.ts';
import { bringUpToDate, openDatabase } from '../database.ts';
import { hasDemo } from '../demo/seed-demo.ts';
import { startingListener } from '../http/handler.ts';
import { bindHttpServer } from '../http/http-server.ts';
import { leaveNote } from '../running-note.ts';
import { refuseUpgrade } from '../ws.ts';
import { startCrew } from './crew.ts';

/** A server whose calls are answered by workers. */
export type RunningPrimary = Omit<RunningServer, 'app'>;

/** Who is told while it starts. */
export interface PrimaryVoice {
  log: Logger;
  say(line: string): void;
}

/** Prepares everything that processes share, and starts as many as the settings say. The database ends after the last of them. */
export async function startPrimary(config: Config, voice: PrimaryVoice): Promise<RunningPrimary> {
  await using stack = new AsyncDisposableStack();
  const holder = await bindHttpServer(config, { request: startingListener, upgrade: refuseUpgrade });
  stack.use(holder);
  const { port } = holder;
  const url = localUrl(config.host, port);
  const database = stack.use(await openDatabase(config, voice));
  const demo = await prepare(config, { databaseUrl: database.url, publicUrl: config.publicUrl ?? url, ...voice });
  // NOTE: given up only now, so that a port which is taken is told at once; the workers take it in the next moment.
  await holder[Symbol.asyncDispose]();
  const environment = { DATABASE_URL: database.url, PORT: String(port), DEMO: '0' };
  const crew = stack.use(await startCrew({ size: config.processes, environment, log: voice.log }));
  stack.use(leaveNote(config.dataDir, { pid: process.pid, url, databaseUrl: database.url }));
  const owned = stack.move();
  return {
    port,
    url,
    folder: database.folder,
    hasDemo: demo,
    drain: () => crew.drain(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

type Preparation = PrimaryVoice & { databaseUrl: string; publicUrl: string };

/** What only one process may do; tells whether the demo is there. */
async function prepare(config: Config, at: Preparation): Promise<boolean> {
  await bringUpToDate({ url: at.databaseUrl });
  await using app = await openApp(appOptions(config, at));
  if (config.demo) await fillIfEmpty(app, at.say);
  return hasDemo(app);
}
