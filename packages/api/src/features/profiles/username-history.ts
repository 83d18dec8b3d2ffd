import type { Transaction } from '../../kernel/app.ts';
import { DomainError } from '../../kernel/errors.ts';
import { defineJob, NoData } from '../../kernel/job.ts';
import { statement } from '../../kernel/sql.ts';
import { sweep } from '../../kernel/sweep.ts';

const keptDays = 14;

function keptSince(now: Date): Date {
  return new Date(now.getTime() - keptDays * 24 * 3600 * 1000);
}

const release = statement(
  'profiles.release-username',
  `insert into username_history (username, profile_id, released_at) values ($1, $2, $3)
   on conflict (username) do update set profile_id = excluded.profile_id, released_at = excluded.released_at`,
);

const lockProfile = statement('profiles.lock-for-good', 'select from profile where id = $1 for update');

const releaseLast = statement(
  'profiles.release-for-good',
  `insert into username_history (username, profile_id, released_at) select username, null, $2 from profile where id = $1
   on conflict (username) do update set profile_id = null, released_at = excluded.released_at`,
);

const takeBack = statement(
  'profiles.take-username-back',
  'delete from username_history where username = $1 and profile_id = $2',
);

/** Keeps a username that a profile gives up from everybody else for two weeks; the one that it takes is kept no more. */
export async function releaseUsername(
  tx: Transaction,
  profileId: string,
  names: { old: string; next: string },
): Promise<void> {
  await tx.sql.run(release, [names.old, profileId, tx.app.clock.now()]);
  await tx.sql.run(takeBack, [names.next, profileId]);
}

/**
 * Keeps the username of somebody who is going for good from everybody for two weeks, without a word of whose it was, and locks
 * the profile against whatever would refer to it.
 */
export async function releaseForGood(tx: Transaction, profileId: string): Promise<void> {
  await tx.sql.run(lockProfile, [profileId]);
  await tx.sql.run(releaseLast, [profileId, tx.app.clock.now()]);
}

const selectKept = statement(
  'profiles.kept-username',
  'select 1 from username_history where username = $1 and profile_id is distinct from $2 and released_at > $3',
);

/**
 * Refuses a username that somebody else gave up lately. NOTE: to be called when the profile has it already: only then
 * has everybody who gave it up at the same moment said so.
 */
export async function refuseKeptUsername(tx: Transaction, profileId: string, username: string): Promise<void> {
  const kept = await tx.sql.first(selectKept, [username, profileId, keptSince(tx.app.clock.now())]);
  if (kept) throw new DomainError('username_taken');
}

const dropHistory = statement(
  'profiles.drop-username-history',
  'delete from username_history where username in (select username from username_history where released_at < $1 limit $2) and released_at < $1',
);

/** Forgets who gave up which username two weeks ago. */
export const forgetUsernames = defineJob({
  name: 'profiles.forget-usernames',
  data: NoData,
  schedule: '29 4 * * *',
  handle: async (app) => {
    await sweep(app.sql, dropHistory, [keptSince(app.clock.now())]);
  },
});
