import { Migration } from '@mikro-orm/migrations';

/** Blocks, mutes and friendships. */
export class Migration20261121110000_relations extends Migration {
  override up(): void {
    for (const sql of [blocks, mutes, friends]) this.addSql(sql);
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
`;

const friends = `
create table friend_request (
  id uuid primary key,
  sender_id uuid not null references profile (id) on delete cascade,
  receiver_id uuid not null references profile (id) on delete cascade,
  status text not null default 'pending' check (status in ('pending', 'accepted', 'rejected', 'cancelled')),
  created_at timestamptz(3) not null default now(),
  answered_at timestamptz(3),
  check (sender_id <> receiver_id)
);
create unique index friend_request_pending_unique
  on friend_request (least(sender_id, receiver_id), greatest(sender_id, receiver_id)) where status = 'pending';
create index friend_request_sender_idx on friend_request (sender_id, id desc);
create index friend_request_receiver_idx on friend_request (receiver_id, id desc);
create index friend_request_pair_idx on friend_request (sender_id, receiver_id, id desc);

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
