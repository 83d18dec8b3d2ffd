import type { Transaction } from '../../kernel/app.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { lockTimeline } from './timeline-lock.ts';
import {
  fansOut,
  goneColumns,
  insertNextReposts,
  isKept,
  isLarge,
  orMoveDown,
  standsByItself,
  timelineCap,
} from './timeline-rules.ts';

/** Who follows, or no longer does, and whom. */
export interface Following {
  userId: string;
  authorId: string;
}

// NOTE: also for large authors, whose posts would else stand twice: as reposted, and as merged at read.
const ownPlaces = statement(
  'feeds.own-places',
  `update timeline_entry e set sort_id = e.post_id, reposted_by = null, moved_from = e.sort_id, moved_id = $3
   from post p where e.user_id = $1 and e.author_id = $2 and e.reposted_by is not null and p.id = e.post_id and ${fansOut('p')}`,
);

const backfill = statement(
  'feeds.backfill',
  `insert into timeline_entry (user_id, sort_id, post_id, author_id)
   select $1::uuid, p.id, p.id, p.author_id from post p
   where p.author_id = $2 and ${fansOut('p')} and ${isKept('$1')} and not ${isLarge('$2')} order by p.id desc limit ${timelineCap}
   on conflict do nothing`,
);

const backfillReposts = statement(
  'feeds.backfill-reposts',
  `insert into timeline_entry (user_id, sort_id, post_id, author_id, reposted_by)
   select $1::uuid, r.id, p.id, p.author_id, r.profile_id from (
     select id, profile_id, post_id from repost
     where profile_id = $2 and ${isKept('$1')} and not ${isLarge('$2')} order by id desc limit ${timelineCap}
   ) r join post p on p.id = r.post_id
   where p.deleted_at is null and not ${standsByItself('$1::uuid', 'p')}
   ${orMoveDown('$3')}`,
);

const brought = 'user_id = $1 and ((author_id = $2 and reposted_by is null) or reposted_by = $2)';

const lockEntries = statement(
  'feeds.lock-entries-of',
  `select from timeline_entry where ${brought} order by post_id for update`,
);

const forget = statement(
  'feeds.forget',
  `with gone as (
     delete from timeline_entry where ${brought} returning ${goneColumns}
   ) ${insertNextReposts('$3')}`,
);

/** Brings what somebody posted and reposted before into the timeline of a new follower. */
export function backfillTimeline(tx: Transaction, { userId, authorId }: Following): void {
  lockTimeline(tx, userId);
  const movedId = newId();
  tx.defer(ownPlaces, [userId, authorId, movedId]);
  tx.defer(backfill, [userId, authorId]);
  tx.defer(backfillReposts, [userId, authorId, movedId]);
}

/** Takes what somebody posted and reposted out of a timeline, as far as nobody else whom its owner follows reposted it. */
export function forgetAuthor(tx: Transaction, { userId, authorId }: Following): void {
  lockTimeline(tx, userId);
  tx.defer(lockEntries, [userId, authorId]);
  tx.defer(forget, [userId, authorId, newId()]);
}
