import { type App, rebuildTimeline, statement, type Transaction, transact } from '@rookery/api';
import { SetupError } from '../setup-error.ts';
import { lookAtRows, setCounters } from './counters.ts';

/** A crowd to measure with. */
export interface LoadPlan {
  people: number;
  /** How many others each of them follows. */
  follows: number;
  posts: number;
  /** Of all of them; null: they cannot sign in. */
  password: string | null;
}

const usernames = 'load\\_%';
const likesEach = 3;

/** SQL of a UUIDv7 made of milliseconds and a text that stands for chance. */
function uuidAt(ms: string, chance: string): string {
  const digits = `md5(${chance})`;
  return `(lpad(to_hex((${ms})::bigint), 12, '0') || '7' || substr(${digits}, 1, 3) || '8' || substr(${digits}, 4, 15))::uuid`;
}

const nowMs = '(extract(epoch from now()) * 1000)::bigint';
const dayMs = 86_400_000;

const insertPeople = statement(
  'load.people',
  `with made as (
     insert into account (id, email, email_verified_at, password_hash, created_at)
     select ${uuidAt(`${nowMs} - 30::bigint * ${dayMs} + n`, `'person' || n`)}, 'load_' || n || '@load.example', now(), $2, now() - interval '30 days'
     from generate_series(1, $1::int) n returning id, email
   ) insert into profile (id, username, display_name, bio, created_at)
     select id, split_part(email, '@', 1), 'Person ' || substr(split_part(email, '@', 1), 6), 'One of a crowd.', now() - interval '30 days' from made`,
);
const insertFollows = statement(
  'load.follows',
  `insert into follow (follower_id, followee_id, id, created_at)
   select a.id, b.id, ${uuidAt(`${nowMs} - 20::bigint * ${dayMs} + n`, `n || 'follows' || j`)}, now() - interval '20 days'
   from generate_series(1, $1::int) n cross join generate_series(0, $2::int - 1) j
   join profile a on a.username = 'load_' || n
   join profile b on b.username = 'load_' || (1 + (n + j * greatest(1, ($1::int - 1) / $2::int)) % $1::int)`,
);
const phrases = `array['Up early, out late, nothing to report.', 'The kettle and I have an understanding.', 'Rain again; the garden approves.',
  'Half a book, a whole pot of tea.', 'Took the long way and met nobody.', 'Somebody is practising scales two floors up.']`;
const insertPosts = statement(
  'load.posts',
  `insert into post (id, author_id, text, created_at)
   select ${uuidAt('at', `'post' || m`)}, a.id, (${phrases})[1 + m % 6] || ' (' || m || ')', to_timestamp(at / 1000.0)
   from (select m, ${nowMs} - 14::bigint * ${dayMs} + (m::numeric / $2::int * 14 * ${dayMs})::bigint - 1000 as at from generate_series(1, $2::int) m) p
   join profile a on a.username = 'load_' || (1 + m % $1::int)`,
);
const insertLikes = statement(
  'load.likes',
  `insert into post_like (post_id, profile_id, id, created_at)
   select p.id, l.id, ${uuidAt(`${nowMs} - 1000`, 'p.id::text || l.id')}, now() - interval '1 second'
   from (select p.id, p.author_id, row_number() over (order by p.id) as m from post p join profile a on a.id = p.author_id where a.username like '${usernames}') p
   cross join generate_series(1, ${likesEach}) j
   join profile l on l.username = 'load_' || (1 + (m * 7 + j * 13) % $1::int) and l.id <> p.author_id
   on conflict do nothing`,
);
const noHurry = statement('load.no-hurry', `select set_config('statement_timeout', '0', true)`);
const selectCrowd = statement<{ id: string }>(
  'load.crowd',
  `select id from profile where username like '${usernames}'`,
);

/** NOTE: nothing that is hashed gives this. */
const noPassword = '!';

/** Adds a crowd with follows, posts, likes and timelines; all in one transaction. */
export async function seedLoad(app: App, plan: LoadPlan): Promise<void> {
  if ((await app.sql.first(selectCrowd, [])) !== null) {
    throw new SetupError(
      'The database already holds a crowd.',
      'Start with another DATA_DIR or database to make a new one.',
    );
  }
  const hash = plan.password === null ? noPassword : await app.passwords.hash(plan.password);
  await transact({ app }, async (tx) => {
    await tx.sql.run(noHurry, []);
    await tx.sql.run(insertPeople, [plan.people, hash]);
    await lookAtRows(tx.sql);
    if (plan.follows > 0) await tx.sql.run(insertFollows, [plan.people, plan.follows]);
    if (plan.posts > 0) await tx.sql.run(insertPosts, [plan.people, plan.posts]);
    await lookAtRows(tx.sql);
    await tx.sql.run(insertLikes, [plan.people]);
    await setCounters(tx.sql, usernames);
    await fillTimelines(tx);
  });
}

async function fillTimelines(tx: Transaction): Promise<void> {
  for (const { id } of await tx.sql.rows(selectCrowd, [])) await rebuildTimeline(tx.sql, id);
}
