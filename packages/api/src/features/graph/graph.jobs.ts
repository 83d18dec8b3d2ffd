import { defineJob, NoData } from '../../kernel/job.ts';
import { statement } from '../../kernel/sql.ts';
import { sweep } from '../../kernel/sweep.ts';
import { transact } from '../../kernel/transaction.ts';

/** Compares the counters of follows and friends with the rows that they count, and repairs them. */
export const recount = defineJob({
  name: 'graph.recount',
  data: NoData,
  schedule: '17 * * * *',
  handle: async (app) => (await import('./recount.handler.ts')).recountRelations(app),
});

const dropPopular = statement('graph.drop-popular', 'delete from popular_profile');

const insertPopular = statement(
  'graph.insert-popular',
  `insert into popular_profile (profile_id) select id from profile order by follower_count desc, id desc limit 300
   on conflict do nothing`,
);

/** Finds the profiles with the most followers, for suggestions. */
export const rankPopular = defineJob({
  name: 'graph.rank-popular',
  data: NoData,
  schedule: '23 * * * *',
  handle: async (app) =>
    transact({ app }, async ({ sql }) => {
      await sql.run(dropPopular, []);
      await sql.run(insertPopular, []);
    }),
});

const dropMutes = statement(
  'graph.drop-ended-mutes',
  'delete from mute where (muter_id, muted_id) in (select muter_id, muted_id from mute where until < $1 limit $2) and until < $1',
);

const dropLists = statement(
  'graph.drop-suggestion-lists',
  'delete from suggestion_list where id in (select id from suggestion_list where created_at < $1 limit $2)',
);

/** Deletes mutes that have ended, and suggestions that nobody goes through any more. */
export const cleanUpGraph = defineJob({
  name: 'graph.clean-up',
  data: NoData,
  schedule: '41 * * * *',
  handle: async (app) => {
    const now = app.clock.now();
    await sweep(app.sql, dropMutes, [now]);
    await sweep(app.sql, dropLists, [new Date(now.getTime() - 24 * 3600 * 1000)]);
  },
});
