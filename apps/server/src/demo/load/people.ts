import { type Sql, statement } from '@rookery/api';
import { deedId, followedMs, personId } from './ids.ts';

/** The crowd as statements know it: when it came, and how many they are. */
export interface Crowd {
  ms: number;
  people: number;
  follows: number;
  posts: number;
  /** Of the password of all. */
  hash: string;
}

// NOTE: all write and follow alike, so the counters are known beforehand.
const insertPeople = statement(
  'load.people',
  `with made as (
     insert into account (id, email, email_verified_at, password_hash, created_at)
     select ${personId('n')}, 'load_' || n + 1 || '@load.example', to_timestamp($1::bigint / 1000.0), $7, to_timestamp($1::bigint / 1000.0) - interval '30 days'
     from generate_series($5::int, $6::int - 1) n
   ) insert into profile (id, username, display_name, bio, created_at, follower_count, following_count, post_count)
     select ${personId('n')}, 'load_' || n + 1, 'Person ' || n + 1, 'One of a crowd.', to_timestamp($1::bigint / 1000.0) - interval '30 days',
       $4::int, $4::int, $3::int / $2::int + (n < $3::int % $2::int)::int
     from generate_series($5::int, $6::int - 1) n`,
);

const insertFollows = statement(
  'load.follows',
  `insert into follow (follower_id, followee_id, id, created_at)
   select ${personId('n')}, ${personId('(n + 1 + j * greatest(1, ($2::int - 1) / $3::int)) % $2::int')},
     ${deedId(followedMs, 'follows', ['n', 'j'])}, to_timestamp(${followedMs} / 1000.0)
   from generate_series($4::int, $5::int - 1) n cross join generate_series(0, $3::int - 1) j`,
);

/** Adds members of the crowd by their numbers, with the counters that they will have in the end. */
export async function addPeople(sql: Sql, crowd: Crowd, range: readonly [number, number]): Promise<void> {
  const { ms, people, follows, posts, hash } = crowd;
  await sql.run(insertPeople, [ms, people, posts, follows, ...range, hash]);
}

/** Has members of the crowd follow others. */
export async function addFollows(
  sql: Sql,
  { ms, people, follows }: Crowd,
  range: readonly [number, number],
): Promise<void> {
  if (follows > 0) await sql.run(insertFollows, [ms, people, follows, ...range]);
}
