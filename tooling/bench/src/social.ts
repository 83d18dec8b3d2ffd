import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrate, type OpenApp } from '@rookery/api';
import { startPostgres } from '@rookery/server/postgres';
import { table } from './report.ts';
import { type Caller, callerOf, openBenchApp } from './social/app.ts';
import { measureInTurn } from './social/measure.ts';
import { castRoles, type Roles, seedNetwork } from './social/network.ts';
import { askedBy } from './social/plans.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '100000' },
    follows: { type: 'string', default: '10' },
    small: { type: 'string', default: '10000' },
    posts: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '200' },
  },
});
const say = (text: string) => void process.stdout.write(`${text}\n`);
const [people, follows, small, large, rounds] = [
  values.people,
  values.follows,
  values.small,
  values.posts,
  values.rounds,
].map(Number) as [number, number, number, number, number];
const times = (share: number) => `${share.toFixed(2)} ×`;

interface Network {
  url: string;
  app: OpenApp;
  roles: Roles;
}

const dataDir = mkdtempSync(join(tmpdir(), 'rookery-social-'));
const results: Record<string, unknown> = {};
try {
  await using postgres = await startPostgres({ dataDir, databases: ['small', 'large'] });
  await using stack = new AsyncDisposableStack();
  const open = async (name: 'small' | 'large', posts: number): Promise<Network> => {
    const url = postgres.url(name);
    await migrate(url);
    const before = performance.now();
    await seedNetwork(url, dataDir, { people, follows, posts });
    const seconds = (performance.now() - before) / 1000;
    say(`rookery seed --people ${people} --follows ${follows} --posts ${posts}: ${seconds.toFixed(0)} s`);
    results[`seed of ${posts} posts, seconds`] = seconds;
    const roles = await castRoles(url, { answers: 1000 });
    const app = stack.use(await openBenchApp(url, join(dataDir, name)));
    return { url, app, roles };
  };
  const networks = { small: await open('small', small), large: await open('large', large) };
  await measureFeeds(networks);
  await measurePosting(networks.large);
  await measureFanOut(networks.large);
  await measureReads(networks.large);
  const folder = join(import.meta.dirname, '../../../.bench');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'social.json'), `${JSON.stringify({ at: new Date(), ...results }, null, 2)}\n`);
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}

async function measureFeeds(networks: Record<'small' | 'large', Network>): Promise<void> {
  const calls = (['small', 'large'] as const).flatMap((size) =>
    (['few', 'many'] as const).map((who) => {
      const as = callerOf(networks[size].app, networks[size].roles[who]);
      const name = `${who === 'few' ? '10' : '10,000'} followees, ${size === 'small' ? small : large} posts`;
      return { name, call: () => as.feed.home({}) };
    }),
  );
  const medians = await measureInTurn(calls, rounds);
  report('feed.home', medians);
}

/** How calls stand to the first of them. */
function report(title: string, medians: ReadonlyMap<string, number>): void {
  const [first = 1] = medians.values();
  const rows = [...medians].map(([name, ms]) => ({
    [title]: name,
    'median ms': ms.toFixed(2),
    'to the first': times(ms / first),
  }));
  say(`\n${table(rows)}`);
  results[title] = Object.fromEntries([...medians].map(([name, ms]) => [name, ms / first]));
}

async function measurePosting({ app, roles }: Network): Promise<void> {
  const by = (id: string) => (n: number) => callerOf(app, id).posts.create({ text: `Number ${n} of many.` });
  const calls = [
    { name: 'with 10 followers', call: by(roles.known) },
    { name: 'with all as followers', call: by(roles.star) },
  ];
  report('posts.create by an author', await measureInTurn(calls, rounds));
  await app.drain();
}

/** How fast the job reaches followers, all of whom were seen lately, when their author is pushed to them and not pulled. */
async function measureFanOut({ url, roles }: Network): Promise<void> {
  await using app = await openBenchApp(url, join(dataDir, 'pushed'), Number.MAX_SAFE_INTEGER);
  await app.sql.raw('truncate large_author');
  await app.sql.raw(
    'insert into timeline_state (user_id, seen_at, built_at) select id, now(), now() from profile on conflict (user_id) do update set seen_at = now(), built_at = now()',
  );
  await app.sql.raw('analyze timeline_state');
  const { id } = await callerOf(app, roles.star).posts.create({ text: 'To everybody at once.' });
  const before = performance.now();
  await app.drain();
  const seconds = (performance.now() - before) / 1000;
  const [row] = (await app.sql.raw('select count(*)::int as n from timeline_entry where post_id = $1', [id])) as {
    n: number;
  }[];
  const reached = row?.n ?? 0;
  say(`\nfan-out by job: ${reached} timelines in ${seconds.toFixed(1)} s, ${Math.round(reached / seconds)} rows/s`);
  results['fan-out, rows a second'] = reached / seconds;
}

async function measureReads({ app, url, roles }: Network): Promise<void> {
  const viewer = roles.few;
  const at = (list: readonly string[], n: number) => list[(n * 13) % list.length] ?? '';
  const reads: Record<string, (as: Caller, n: number) => Promise<unknown>> = {
    'posts.get': (as, n) => as.posts.get({ id: at(roles.postIds, n) }),
    'users.get': (as, n) => as.users.get({ id: at(roles.userIds, n) }),
    'posts.list': (as) => as.posts.list({}),
    'feed.home': (as) => as.feed.home({}),
    'users.posts': (as, n) => as.users.posts({ id: at(roles.userIds, n) }),
    'users.followers of the star': (as) => as.users.followers({ id: roles.star }),
    'users.suggestions': (as) => as.users.suggestions({}),
    'posts.thread of 1,000 answers': (as) => as.posts.thread({ id: roles.thread }),
    'posts.replies of 1,000': (as) => as.posts.replies({ id: roles.thread }),
    'hashtags.trending': (as) => as.hashtags.trending({ window: '24h' }),
    'search.posts, a common word': (as) => as.search.posts({ query: 'the' }),
    'search.posts, two common words': (as) => as.search.posts({ query: 'the nothing' }),
    'search.posts, a phrase': (as) => as.search.posts({ query: '"nothing to report"' }),
    'search.posts, a rare word': (as, n) => as.search.posts({ query: String(1 + ((n * 7919) % large)) }),
    'search.posts, no hit': (as) => as.search.posts({ query: 'quixotically' }),
    'search.posts, relevant': (as) => as.search.posts({ query: 'kettle', sort: 'relevant' }),
    'search.users, a prefix': (as, n) => as.search.users({ query: `load_${n}` }),
    'search.users, with a typo': (as, n) => as.search.users({ query: `laod_${n}` }),
    'search.hashtags': (as) => as.search.hashtags({ query: 'ga' }),
    'notifications.list': (as) => as.notifications.list({}),
  };
  const as = callerOf(app, viewer);
  const calls = Object.entries(reads).map(([name, call]) => ({ name, call: (n: number) => call(as, n) }));
  const medians = await measureInTurn(calls, Math.min(rounds, 60));
  const first = medians.get('posts.get') ?? 1;
  const rows: Record<string, string | number>[] = [];
  for (const [name, call] of Object.entries(reads)) {
    const { queries, walked } = await askedBy(app, url, { viewer, call: (one) => call(one, 7) });
    const ms = medians.get(name) ?? Number.NaN;
    const walks = walked.length === 0 ? 'no' : walked.join(', ');
    rows.push({
      [`on ${large} posts`]: name,
      'median ms': ms.toFixed(2),
      'to posts.get': times(ms / first),
      queries,
      'walks a large table': walks,
    });
  }
  say(`\n${table(rows)}`);
  results['reads'] = rows;
}
