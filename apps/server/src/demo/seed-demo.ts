import {
  type App,
  advisoryLocks,
  indexMissing,
  rankPopular,
  rankTrends,
  type Sql,
  statement,
  type Transaction,
  transact,
} from '@rookery/api';
import { setCounters } from './counters.ts';
import { noteHashtags } from './hashtag-rows.ts';
import { persons } from './people/everybody.ts';
import { planDemo } from './plan.ts';
import { namesOf } from './plan-ties.ts';
import type { DemoPlan } from './planned.ts';
import { writeConversations } from './write-conversations.ts';
import { writeGroups } from './write-groups.ts';
import { writeNotifications } from './write-notifications.ts';
import { writeOwn } from './write-own.ts';
import { writePeople, writeTies } from './write-people.ts';
import { announcePictures } from './write-pictures.ts';
import { writeDeeds, writePosts } from './write-posts.ts';

/** The account that everybody may use on a server with demo data. */
export const demoLogin = { username: 'demo', password: 'rookery-demo' };

const selectAnybody = statement<{ id: string }>('demo.anybody', 'select id from account limit 1');
const oneAtATime = statement('demo.lock', `select pg_advisory_xact_lock(${advisoryLocks.demo})`);
const selectDemo = statement<{ id: string }>('demo.find', 'select id from profile where username = $1');

/** Whether the demo account is there to sign in with. */
export async function hasDemo(app: App): Promise<boolean> {
  return (await app.sql.first(selectDemo, [demoLogin.username])) !== null;
}

/** Whether nobody has an account yet. */
export async function isEmpty(sql: Sql): Promise<boolean> {
  return (await sql.first(selectAnybody, [])) === null;
}

/** Fills the database with the demo, in one transaction; null when it is not empty. Jobs index it, and pictures are to be painted. */
export async function seedDemo(app: App): Promise<{ people: number; posts: number } | null> {
  if (!(await isEmpty(app.sql))) return null;
  const plan = planDemo(persons, app.clock.now());
  const hash = await app.passwords.hash(demoLogin.password);
  return transact({ app }, async (tx) => {
    await tx.sql.run(oneAtATime, []);
    if (!(await isEmpty(tx.sql))) return null;
    await write(tx, plan, hash);
    return { people: plan.people.length, posts: plan.posts.length };
  });
}

const everything = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'] as const;

async function write(tx: Transaction, plan: DemoPlan, hash: string): Promise<void> {
  const { sql } = tx;
  await writePeople(sql, plan, { username: demoLogin.username, hash });
  await writeTies(sql, plan);
  await writePosts(tx, plan);
  await writeDeeds(tx, plan);
  await writeGroups(tx, plan);
  await announcePictures(sql, plan);
  await noteHashtags(sql, everything, plan.now);
  await setCounters(sql);
  await writeNotifications(sql, plan);
  await writeConversations(sql, plan);
  await writeOwn(tx, namesOf(plan.people)(demoLogin.username));
  for (const job of [indexMissing, rankTrends, rankPopular]) await tx.enqueue(job, {});
}
