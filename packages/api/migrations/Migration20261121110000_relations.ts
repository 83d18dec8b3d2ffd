import { Migration } from '@mikro-orm/migrations';

/** Blocks, mutes, friendships, and what suggestions are made from. */
export class Migration20261121110000_relations extends Migration {
  override up(): void {
    for (const sql of [blocks, mutes, friends, suggestions]) this.addSql(sql);
  }
}

const blocks = `
create table block (
  blocker_id uuid not null references profile (id) on delete cascade,
  blocked_id uuid not null references profile (id) on delete cascade,
  id uuid not null,
  created_at timestamptz(3) not null default now(),
  primary key (blocker_id, blocked_id),
  check (blocker_id <> blocked_id)
);
create index block_blocked_idx on block (blocked_id, blocker_id);
create index block_blocker_idx on block (blocker_id, id desc);
`;

const mutes = `
create table mute (
  muter_id uuid not null references profile (id) on delete cascade,
  muted_id uuid not null references profile (id) on delete cascade,
  id uuid not null,
  until timestamptz(3),
  created_at timestamptz(3) not null default now(),
  primary key (muter_id, muted_id),
  check (muter_id <> muted_id)
);
create index mute_muted_idx on mute (muted_id);
create index mute_muter_idx on mute (muter_id, id desc);
create index mute_until_idx on mute (until) where until is not null;
`;

const friends = `
-- Who sent a request is not told that it was rejected: for him it is pending, which sender_status says.
create table friend_request (
  id uuid primary key,
  sender_id uuid not null references profile (id) on delete cascade,
  receiver_id uuid not null references profile (id) on delete cascade,
  status text not null default 'pending' check (status in ('pending', 'accepted', 'rejected', 'cancelled')),
  sender_status text not null generated always as (case status when 'rejected' then 'pending' else status end) stored,
  created_at timestamptz(3) not null default now(),
  answered_at timestamptz(3),
  rejected_at timestamptz(3),
  check (sender_id <> receiver_id)
);
create unique index friend_request_pending_unique
  on friend_request (least(sender_id, receiver_id), greatest(sender_id, receiver_id)) where status = 'pending';
create unique index friend_request_open_unique on friend_request (sender_id, receiver_id) where status in ('pending', 'rejected');
create index friend_request_sender_idx on friend_request (sender_id, id desc) include (receiver_id);
create index friend_request_sender_status_idx on friend_request (sender_id, sender_status, id desc) include (receiver_id);
create index friend_request_receiver_idx on friend_request (receiver_id, id desc) include (sender_id);
create index friend_request_receiver_status_idx on friend_request (receiver_id, status, id desc) include (sender_id);
create index friend_request_rejected_idx on friend_request (sender_id, receiver_id, rejected_at) where rejected_at is not null;

-- One row for each of the two.
create table friendship (
  profile_id uuid not null references profile (id) on delete cascade,
  friend_id uuid not null references profile (id) on delete cascade,
  id uuid not null,
  created_at timestamptz(3) not null default now(),
  primary key (profile_id, friend_id),
  check (profile_id <> friend_id)
);
create index friendship_profile_idx on friendship (profile_id, id desc) include (friend_id);
create index friendship_friend_idx on friendship (friend_id);
`;

const suggestions = `
-- Profiles with the most followers, as a job last found them.
create table popular_profile (
  profile_id uuid primary key references profile (id) on delete cascade
);

-- What a walk through suggestions goes on with, so that its order stays as it began.
create table suggestion_list (
  id uuid primary key,
  viewer_id uuid not null references profile (id) on delete cascade,
  ids uuid[] not null,
  created_at timestamptz(3) not null default now()
);
create index suggestion_list_viewer_idx on suggestion_list (viewer_id);
create index suggestion_list_created_idx on suggestion_list (created_at);
`;
