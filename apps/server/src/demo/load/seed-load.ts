import { type App, rankPopular, rankTrends, rebuildTimeline, type Sql, statement, transact } from '@rookery/api';
import { SetupError } from '../../setup-error.ts';
import { addFollows, addPeople, type Crowd } from './people.ts';
import { addPosts } from './posts.ts';
import { vocabulary } from './words.ts';

/** A crowd to measure with. */
export interface LoadPlan {
  people: number;
  /** How many others each of them follows. */
  follows: number;
  posts: number;
  /** Of all of them; null: they cannot sign in. */
  password: string | null;
}

/** Told how far it is: what is being made, how many of how many. */
export type Progress = (what: string, done: number, all: number) => void;

/** So many of the crowd were here lately, so that their timelines are kept; others' are made when they come. */
const seenLately = 500;
/** What one transaction takes. */
const chunk = { people: 10_000, follows: 100_000, posts: 20_000, timelines: 50 };

const noHurry = statement(
  'load.no-hurry',
  `select set_config('statement_timeout', '0', true), set_config('synchronous_commit', 'off', true)`,
);
const anyOfCrowd = statement<{ id: string }>(
  'load.any',
  `select id from profile where username like 'load\\_%' limit 1`,
);
const selectSeen = statement<{ id: string }>(
  'load.seen',
  `select id from profile where username like 'load\\_%' order by id limit ${seenLately}`,
);
const analyze = statement(
  'load.analyze',
  `analyze account, profile, profile_name, follow, post, post_like, repost, post_hashtag, hashtag, hashtag_use, post_search, timeline_entry, timeline_state`,
);

/** NOTE: nothing that is hashed gives this. */
const noPassword = '!';

/** Adds a crowd with follows, posts and what is done with them; in many transactions, so that it can be left half done. */
export async function seedLoad(app: App, plan: LoadPlan, progress: Progress = () => undefined): Promise<void> {
  await refuseSecond(app);
  const hash = plan.password === null ? noPassword : await app.passwords.hash(plan.password);
  const { people, follows, posts } = plan;
  const crowd: Crowd = { ms: app.clock.now().getTime(), people, follows, posts, hash };
  const words = vocabulary();
  const steps = chunksIn(app, progress);
  await steps('people', { all: people, size: chunk.people }, (sql, range) => addPeople(sql, crowd, range));
  const followers = Math.ceil(chunk.follows / Math.max(1, follows));
  await steps('followers', { all: people, size: followers }, (sql, range) => addFollows(sql, crowd, range));
  await steps('posts', { all: posts, size: chunk.posts }, (sql, range) => addPosts(sql, crowd, { range, words }));
  await inTransaction(app, (sql) => sql.run(analyze, []));
  const seen = await app.sql.rows(selectSeen, []);
  await steps('timelines', { all: seen.length, size: chunk.timelines }, async (sql, [from, to]) => {
    for (const { id } of seen.slice(from, to)) await rebuildTimeline(sql, id, app.clock.now());
  });
  await inTransaction(app, (sql) => sql.run(analyze, []));
  await rankPopular.handle(app, {}, '');
  await rankTrends.handle(app, {}, '');
}

async function refuseSecond({ sql }: App): Promise<void> {
  if ((await sql.first(anyOfCrowd, [])) === null) return;
  throw new SetupError(
    'The database already holds a crowd, or a part of one.',
    'Start with another DATA_DIR or database to make a new one.',
  );
}

type Step = (sql: Sql, range: readonly [number, number]) => Promise<void>;

/** Does something with numbers from 0, so many in each transaction. */
function chunksIn(
  app: App,
  progress: Progress,
): (what: string, count: { all: number; size: number }, step: Step) => Promise<void> {
  return async (what, { all, size }, step) => {
    for (let from = 0; from < all; from += size) {
      const to = Math.min(all, from + size);
      await inTransaction(app, (sql) => step(sql, [from, to]));
      progress(what, to, all);
    }
  };
}

async function inTransaction(app: App, work: (sql: Sql) => Promise<unknown>): Promise<void> {
  await transact({ app }, async ({ sql }) => {
    await sql.run(noHurry, []);
    await work(sql);
  });
}
