import type { App, Transaction } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';

/** Part of the threshold below which an author is large no more, so that nobody comes and goes with each follower. */
const leaveAt = 0.8;

const enter = statement(
  'feeds.enter-large',
  `insert into large_author (profile_id) select id from profile where id = $1 and follower_count > $2 on conflict do nothing`,
);
const select = statement<{ profile_id: string }>(
  'feeds.large',
  'select profile_id from large_author where profile_id = $1',
);

/** Has the posts of somebody merged at read once the followers who are counted with the commit are too many to push to. */
export function growLarge(tx: Transaction, profileId: string): void {
  tx.defer(enter, [profileId, tx.app.settings.feeds.pullFrom]);
}

/**
 * Whether what somebody posts or reposts is merged at read rather than pushed. NOTE: his profile must be locked, so that he
 * does not cease to be large before the commit.
 */
export async function isPulled(tx: Transaction, profileId: string, audience: number): Promise<boolean> {
  const { pullFrom } = tx.app.settings.feeds;
  if (audience <= pullFrom * leaveAt) return false;
  if (audience > pullFrom) growLarge(tx, profileId);
  return audience > pullFrom || (await tx.sql.first(select, [profileId])) !== null;
}

const shrunk = statement<{ profile_id: string }>(
  'feeds.shrunk',
  'select l.profile_id from large_author l join profile p on p.id = l.profile_id where p.follower_count < $1 order by l.profile_id',
);
const lockShrunk = statement<{ id: string }>(
  'feeds.lock-shrunk',
  'select id from profile where id = $1 and follower_count < $2 for no key update',
);
const leave = statement('feeds.leave-large', 'delete from large_author where profile_id = $1');
const rebuildLater = statement(
  'feeds.rebuild-later',
  `update timeline_state s set built_at = null from (
     select user_id from timeline_state where user_id in (select follower_id from follow where followee_id = $1) order by user_id for update
   ) reader where s.user_id = reader.user_id`,
);

/** Lets those be pushed again who have lost many followers; the timelines of the others are made anew at their next visit. */
export async function reviewLargeAuthors(app: App): Promise<void> {
  const least = Math.ceil(app.settings.feeds.pullFrom * leaveAt);
  for (const { profile_id: id } of await app.sql.rows(shrunk, [least])) {
    await transact({ app }, async ({ sql }) => {
      if (!(await sql.first(lockShrunk, [id, least]))) return;
      await sql.run(leave, [id]);
      await sql.run(rebuildLater, [id]);
    });
  }
}
