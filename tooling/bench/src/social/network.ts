import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';

const main = join(import.meta.dirname, '../../../../apps/server/src/main.ts');

/** How large a network is. */
export interface NetworkSize {
  people: number;
  follows: number;
  posts: number;
}

/** Those in it by whom it is measured. */
export interface Roles {
  /** Follow so many others. */
  few: string;
  many: string;
  /** Have so many followers, all of them seen lately. */
  known: string;
  star: string;
  /** A thread that the star began. */
  thread: string;
  postIds: string[];
  userIds: string[];
}

/** Fills a migrated database as `rookery seed` does. */
export async function seedNetwork(
  url: string,
  dataDir: string,
  { people, follows, posts }: NetworkSize,
): Promise<void> {
  const size = ['--people', people, '--follows', follows, '--posts', posts].map(String);
  const child = spawn(process.execPath, [main, 'seed', ...size], {
    env: { ...process.env, DATABASE_URL: url, DATA_DIR: dataDir, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`rookery seed ended with ${code}`);
}

const uuid7 = `(lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 4, 15))::uuid`;

const statements = {
  follow: `insert into follow (follower_id, followee_id, id)
    select follower, followee, ${uuid7} from unnest($1::uuid[], $2::uuid[]) as f(follower, followee) where follower <> followee on conflict do nothing`,
  count: `update profile p set follower_count = (select count(*) from follow f where f.followee_id = p.id),
    following_count = (select count(*) from follow f where f.follower_id = p.id) where p.id = any($1::uuid[])`,
  seen: `insert into timeline_state (user_id, seen_at, built_at) select id, now(), now() from profile on conflict (user_id) do update set seen_at = now(), built_at = now()`,
  unfollow: 'delete from follow where follower_id = $1 or followee_id = $2',
};

/** Gives some of the crowd their roles. */
export async function castRoles(url: string, { answers }: { answers: number }): Promise<Roles> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const ids = async (text: string) => (await client.query<{ id: string }>(text)).rows.map(({ id }) => id);
    const userIds = await ids('select id from profile order by id limit 30000');
    const all = await ids('select id from profile');
    const [few = '', many = '', known = '', star = ''] = userIds;
    const follow = (pairs: [string, string][]) =>
      client.query(statements.follow, [pairs.map(([one]) => one), pairs.map(([, other]) => other)]);
    for (const id of [few, many, known, star]) await client.query(statements.unfollow, [id, id]);
    await follow(userIds.slice(10, 20).map((id) => [few, id]));
    await follow(userIds.slice(10, 10_010).map((id) => [many, id]));
    await follow(userIds.slice(10, 20).map((id) => [id, known]));
    await follow(all.map((id) => [id, star]));
    await client.query(statements.count, [[few, many, known, star]]);
    await client.query(statements.seen);
    await client.query('truncate timeline_state');
    const thread = await growThread(client, { star, answers, people: userIds });
    await client.query('vacuum analyze');
    return {
      few,
      many,
      known,
      star,
      thread,
      postIds: await ids('select id from post order by id desc limit 2000'),
      userIds,
    };
  } finally {
    await client.end();
  }
}

async function growThread(
  client: pg.Client,
  { star, answers, people }: { star: string; answers: number; people: string[] },
): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `insert into post (id, author_id, text, reply_count) values (${uuid7}, $1, 'Say something, all of you.', $2) returning id`,
    [star, answers],
  );
  const root = rows[0]?.id ?? '';
  await client.query(
    `insert into post (id, author_id, text, reply_to_id, root_id)
     select ${uuid7}, author, 'Something.', $2, $2 from unnest($1::uuid[]) author`,
    [people.slice(100, 100 + answers), root],
  );
  return root;
}
