import pg from 'pg';

/** How large the network under load is. */
export interface Size {
  people: number;
  follows: number;
  posts: number;
}

/** A person who signs in under load. */
export interface Member {
  id: string;
  sessionId: string;
}

const uuid7 = (ms: string, n: string) =>
  `(lpad(to_hex((${ms})::bigint), 12, '0') || '7' || substr(md5(${n}::text), 1, 3) || '8' || substr(md5(${n}::text), 4, 15))::uuid`;

const texts = [
  'Walked along the river before work. The herons are back, three of them, standing in a row like commuters.',
  'Does anybody else keep a list of words they only know from reading? I have no idea how to say half of mine.',
  'Second attempt at the rye loaf. It rose, it really rose, and then I forgot it in the oven. #baking',
  'Shipped the thing. Nobody noticed, which is exactly what we wanted. #engineering',
  'A reminder that the library lends out telescopes. Telescopes! For nothing!',
];

/** Fills a migrated database: people who each follow `follows` others, posts spread evenly, and their timelines. The first `members` of them are signed in. */
export async function seed(url: string, size: Size, members = 500): Promise<Member[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await insert(client, size);
    await client.query('vacuum analyze');
    const { rows } = await client.query<{ id: string; session: string }>(
      `insert into auth_session (id, account_id, expires_at)
       select ${uuid7(`extract(epoch from now()) * 1000`, `'session' || username`)}, id, now() + interval '90 days'
       from profile order by id limit $1 returning account_id as id, id as session`,
      [members],
    );
    return rows.map(({ id, session }) => ({ id, sessionId: session }));
  } finally {
    await client.end();
  }
}

async function insert(client: pg.Client, { people, follows, posts }: Size): Promise<void> {
  const start = `extract(epoch from now()) * 1000 - 86400000.0 * 30`;
  await client.query(
    `create temp table member as select n, ${uuid7(`${start} + n`, `'person' || n`)} as id from generate_series(0, ${people - 1}) n`,
  );
  await client.query(`create unique index on member (n)`);
  await client.query(
    `insert into account (id, email, password_hash) select id, 'load' || n || '@rookery.test', '!' from member`,
  );
  await client.query(
    `insert into profile (id, username, display_name, bio, follower_count, following_count)
     select id, 'load_' || n, 'Person ' || n, 'One of many people under load.', ${follows}, ${follows} from member`,
  );
  await client.query(
    `insert into follow (follower_id, followee_id, id) select f.id, t.id, ${uuid7(`${start} + f.n`, `f.n || '-' || k`)}
     from member f cross join generate_series(1, ${follows}) k join member t on t.n = (f.n + k * 37) % ${people}`,
  );
  await client.query(
    `insert into post (id, author_id, text, created_at)
     select ${uuid7(`${start} + 86400000.0 + i * 100`, `'post' || i`)}, m.id, ($1::text[])[1 + i % ${texts.length}] || ' ' || i, now() - interval '29 days' + i * interval '100 ms'
     from generate_series(0, ${posts - 1}) i join member m on m.n = (i * 7919) % ${people}`,
    [texts],
  );
  await client.query(
    `update profile p set post_count = c.n from (select author_id, count(*) n from post group by 1) c where c.author_id = p.id`,
  );
  await client.query(`insert into timeline_state (user_id, seen_at, built_at) select id, now(), now() from member`);
  await client.query(
    `insert into timeline_entry (user_id, sort_id, post_id, author_id)
     select f.follower_id, p.id, p.id, p.author_id from follow f join post p on p.author_id = f.followee_id
     union all select p.author_id, p.id, p.id, p.author_id from post p`,
  );
  await client.query(
    `insert into post_like (post_id, profile_id, id) select p.id, m.id, ${uuid7('0', `p.id::text || m.n`)}
     from (select id, row_number() over (order by id) i from post) p join member m on m.n in (p.i % ${people}, (p.i * 3) % ${people}) on conflict do nothing`,
  );
  await client.query(
    `update post p set like_count = c.n from (select post_id, count(*) n from post_like group by 1) c where c.post_id = p.id`,
  );
}
