import {
  type App,
  followed,
  postCreated,
  postLiked,
  readFacets,
  rebuildTimeline,
  type Sql,
  statement,
  type Transaction,
  transact,
} from '@rookery/api';
import { setCounters } from './counters.ts';
import { makers } from './people/makers.ts';
import { neighbours } from './people/neighbours.ts';
import { tinkerers } from './people/tinkerers.ts';
import { watchers } from './people/watchers.ts';
import { planDemo } from './plan.ts';
import type { DemoPlan, PlannedTie } from './planned.ts';

/** The account that everybody may use on a server with demo data. */
export const demoLogin = { username: 'demo', password: 'rookery-demo' };

const selectAnybody = statement<{ id: string }>('demo.anybody', 'select id from account limit 1');
const oneAtATime = statement('demo.lock', 'select pg_advisory_xact_lock(7216302)');
const selectDemo = statement<{ id: string }>('demo.find', 'select id from profile where username = $1');

/** Whether the demo account is there to sign in with. */
export async function hasDemo(app: App): Promise<boolean> {
  return (await app.sql.first(selectDemo, [demoLogin.username])) !== null;
}

/** Whether nobody has an account yet. */
export async function isEmpty(sql: Sql): Promise<boolean> {
  return (await sql.first(selectAnybody, [])) === null;
}

/** Fills the database with the demo, in one transaction; null when it is not empty. */
export async function seedDemo(app: App): Promise<{ people: number; posts: number } | null> {
  if (!(await isEmpty(app.sql))) return null;
  const plan = planDemo([...makers, ...watchers, ...neighbours, ...tinkerers], app.clock.now());
  const demoHash = await app.passwords.hash(demoLogin.password);
  return transact({ app }, async (tx) => {
    await tx.sql.run(oneAtATime, []);
    if (!(await isEmpty(tx.sql))) return null;
    await writePeople(tx, plan, demoHash);
    await writePosts(tx, plan);
    await tx.sql.run(insertLikes, [JSON.stringify(plan.likes.map(tieRow))]);
    await tx.sql.run(insertFollows, [JSON.stringify(plan.follows.map(tieRow))]);
    await setCounters(tx.sql, '%');
    for (const { id } of plan.people) await rebuildTimeline(tx.sql, id);
    await tellDemo(tx, plan);
    return { people: plan.people.length, posts: plan.posts.length };
  });
}

/** Announces what others lately did about the demo account, so that it finds notifications. */
async function tellDemo(tx: Transaction, { people, posts, likes, follows }: DemoPlan): Promise<void> {
  const me = people.find(({ person }) => person.username === demoLogin.username)?.id ?? '';
  const mine = new Set(posts.filter(({ authorId }) => authorId === me).map(({ id }) => id));
  for (const { from, to } of follows) {
    if (to === me) await tx.emit(followed, { followerId: from, followeeId: to });
  }
  for (const { from, to } of likes) {
    if (mine.has(to)) await tx.emit(postLiked, { postId: to, authorId: me, actorId: from });
  }
  for (const { id, authorId, replyToId, rootId } of posts) {
    if (replyToId === null || authorId === me || !mine.has(replyToId)) continue;
    const replyTo = { postId: replyToId, authorId: me };
    await tx.emit(postCreated, {
      ...{ postId: id, authorId, visibility: 'public', audience: 0, replyTo, rootId },
      ...{ quoteOf: null, tags: [], mentions: [], createdAt: tx.app.clock.now() },
    });
  }
}

const insertAccounts = statement(
  'demo.accounts',
  `insert into account (id, email, email_verified_at, password_hash, created_at)
   select id, username || '@demo.example', at, hash, at
   from jsonb_to_recordset($1::jsonb) as r(id uuid, username text, hash text, at timestamptz)`,
);
const insertProfiles = statement(
  'demo.profiles',
  `insert into profile (id, username, display_name, bio, location, website, status, is_private, is_bot, created_at)
   select id, username, name, bio, location, website, status, private, bot, at from jsonb_to_recordset($1::jsonb) as
     r(id uuid, username text, name text, bio text, location text, website text, status text, private bool, bot bool, at timestamptz)`,
);
const insertPosts = statement(
  'demo.posts',
  `insert into post (id, author_id, text, facets, reply_to_id, root_id, created_at)
   select id, author, text, facets, parent, root, at from jsonb_to_recordset($1::jsonb) as
     r(id uuid, author uuid, text text, facets jsonb, parent uuid, root uuid, at timestamptz)`,
);
const ties = 'jsonb_to_recordset($1::jsonb) as r(id uuid, giver uuid, taker uuid, at timestamptz)';
const insertLikes = statement(
  'demo.likes',
  `insert into post_like (id, profile_id, post_id, created_at) select id, giver, taker, at from ${ties}`,
);
const insertFollows = statement(
  'demo.follows',
  `insert into follow (id, follower_id, followee_id, created_at) select id, giver, taker, at from ${ties}`,
);

/** NOTE: an account with this hash has no password: nothing that is hashed gives it. */
const noPassword = '!';

async function writePeople(tx: Transaction, { people }: DemoPlan, demoHash: string): Promise<void> {
  const rows = people.map(({ id, person, createdAt }) => ({
    id,
    username: person.username,
    hash: person.username === demoLogin.username ? demoHash : noPassword,
    name: person.name,
    bio: person.bio,
    location: person.location,
    website: person.website ?? '',
    status: person.status ?? '',
    private: person.isPrivate ?? false,
    bot: person.isBot ?? false,
    at: createdAt,
  }));
  await tx.sql.run(insertAccounts, [JSON.stringify(rows)]);
  await tx.sql.run(insertProfiles, [JSON.stringify(rows)]);
}

async function writePosts(tx: Transaction, { posts }: DemoPlan): Promise<void> {
  const rows: object[] = [];
  for (const post of posts) {
    const facets = await readFacets(tx.sql, post.text);
    const { id, authorId: author, text, replyToId: parent, rootId: root, createdAt: at } = post;
    rows.push({ id, author, text, facets, parent, root, at });
  }
  await tx.sql.run(insertPosts, [JSON.stringify(rows)]);
}

function tieRow({ id, from: giver, to: taker, createdAt: at }: PlannedTie): object {
  return { id, giver, taker, at };
}
