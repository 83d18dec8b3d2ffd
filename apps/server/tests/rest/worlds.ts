import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appRouter } from '@rookery/api';
import { type Route, routeTable } from '@rookery/rest';
import {
  copyTestDatabase,
  createTestApp,
  createTestDatabase,
  startTestServer,
  type TestDatabase,
  type TestServer,
  testAppOptions,
} from '@rookery/testkit';
import { rowOf } from './rows.ts';
import { type Person, type Stage, setStage } from './stage.ts';

/** Who makes a call. */
export const viewers = ['anonymous', 'stranger', 'blocked', 'staff', 'owner'] as const;
export type Viewer = (typeof viewers)[number];

/** A sound call by the one whom its things belong to, made by any of the viewers. */
export interface Plan {
  route: Route;
  viewer: Viewer;
  token: string | null;
  input: object;
}

/** Two servers over worlds that are alike to the last row, and calls to be made in both. */
export interface Worlds extends AsyncDisposable {
  one: TestServer;
  other: TestServer;
  stage: Stage;
  plans: readonly Plan[];
  /** A personal access token of the owner's, which may read. */
  readToken: string;
  /** When they parted. */
  partedAt: Date;
}

export const routes: readonly Route[] = routeTable(appRouter).filter(({ type }) => type !== 'subscription');

/** Makes a world, plans every call in it, and doubles it. */
export async function openWorlds(who: readonly Viewer[] = viewers): Promise<Worlds> {
  await using stack = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'rookery-worlds-'));
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const database = stack.use(await createTestDatabase());
  const { stage, plans, readToken } = await makeWorld({ database, folder, who });
  const [one, other] = [stack.use(await startCopy(database, folder)), stack.use(await startCopy(database, folder))];
  const owned = stack.move();
  return {
    one,
    other,
    stage,
    plans,
    readToken,
    partedAt: new Date(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

interface Ground {
  database: TestDatabase;
  folder: string;
  who: readonly Viewer[];
}

async function makeWorld({
  database: { url },
  folder,
  who,
}: Ground): Promise<Pick<Worlds, 'stage' | 'plans' | 'readToken'>> {
  const given = { url, [Symbol.asyncDispose]: async () => undefined };
  await using t = await createTestApp({}, given);
  const stage = await setStage(t);
  const plans: Plan[] = [];
  for (const route of routes) for (const viewer of who) plans.push(await planOf(stage, route, viewer));
  const { token } = await t.as(stage.people.owner.id).tokens.create({ name: 'a reader', scopes: ['read'] });
  await t.drain();
  cpSync(t.mediaFolder, join(folder, 'media'), { recursive: true });
  return { stage, plans, readToken: token };
}

async function planOf(stage: Stage, route: Route, viewer: Viewer): Promise<Plan> {
  const row = rowOf(route);
  const me = row.isOfNewcomer ? await newcomer(stage, viewer) : personOf(stage, viewer, row.owner);
  const input = await row.make(stage, me);
  return { route, viewer, token: viewer === 'anonymous' ? null : me.token, input };
}

async function newcomer(stage: Stage, viewer: Viewer): Promise<Person> {
  const person = await stage.newcomer();
  const { owner } = stage.people;
  if (viewer === 'staff') await stage.t.app.sql.raw("update account set role = 'admin' where id = $1", [person.id]);
  if (viewer === 'blocked') await stage.t.as(owner.id).graph.block({ userId: person.id });
  return person;
}

function personOf({ people }: Stage, viewer: Viewer, owner: keyof Stage['people'] = 'owner'): Person {
  if (viewer === 'anonymous') return people.nobody;
  return people[viewer === 'owner' ? owner : viewer];
}

/** NOTE: without workers nothing happens in one of them that does not in the other. */
async function startCopy(database: TestDatabase, folder: string): Promise<TestServer> {
  const copy = await copyTestDatabase(database);
  const { settings } = testAppOptions(copy.url);
  const dataDir = mkdtempSync(join(tmpdir(), 'rookery-world-'));
  cpSync(folder, dataDir, { recursive: true });
  const server = await startTestServer({
    config: {
      role: 'web',
      dataDir,
      publicUrl: settings.publicUrl,
      jwtKeys: [...settings.jwtKeys],
    },
    start: { databaseUrl: copy.url },
  });
  const dispose = async () => {
    await server[Symbol.asyncDispose]();
    await copy[Symbol.asyncDispose]();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { ...server, [Symbol.asyncDispose]: dispose };
}
