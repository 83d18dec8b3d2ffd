import { Migration } from '@mikro-orm/migrations';

/** What people want to be told of and how; and the mail that folds what they missed into one. */
export class Migration20261121220000_notification_settings extends Migration {
  override up(): void {
    for (const sql of [notifications, settings, digests, mail]) this.addSql(sql);
  }
}

const notifications = `
alter table notification
  add column conversation_id uuid,
  add column group_id uuid;
`;

const settings = `
-- A row for each type that somebody set otherwise than it is by default.
create table notification_setting (
  profile_id uuid not null references profile (id) on delete cascade,
  type text not null,
  in_app boolean not null,
  push boolean not null,
  email boolean not null,
  from_whom text not null check (from_whom in ('anyone', 'following', 'nobody')),
  primary key (profile_id, type)
);

-- Whether somebody follows another or is his friend. NOTE: as a function it costs a statement nothing where it is not called.
create function knows(one_id uuid, other_id uuid) returns boolean language sql stable parallel safe as $$
  select exists (select from follow where follower_id = one_id and followee_id = other_id)
    or exists (select from friendship where profile_id = one_id and friend_id = other_id)
$$;
`;

const digests = `
-- What may go into the next digest of somebody: who did what to him, and has not been mailed yet.
create table digest_item (
  recipient_id uuid not null references profile (id) on delete cascade,
  kind text not null,
  -- The notification; of messages, the conversation.
  subject_id uuid not null,
  actor_id uuid not null references profile (id) on delete cascade,
  created_at timestamptz(3) not null,
  due_at timestamptz(3) not null,
  primary key (recipient_id, kind, subject_id, actor_id)
);
create index digest_item_due_idx on digest_item (due_at);
create index digest_item_actor_idx on digest_item (actor_id);

-- When somebody was last mailed about somebody, by kind.
create table digest_pair (
  recipient_id uuid not null references profile (id) on delete cascade,
  kind text not null,
  actor_id uuid not null references profile (id) on delete cascade,
  mailed_at timestamptz(3) not null,
  primary key (recipient_id, kind, actor_id)
);
create index digest_pair_mailed_idx on digest_pair (mailed_at);
create index digest_pair_actor_idx on digest_pair (actor_id);

-- When somebody was last mailed a digest.
create table digest (
  recipient_id uuid primary key references profile (id) on delete cascade,
  last_mailed_at timestamptz(3) not null
);
create index digest_mailed_idx on digest (last_mailed_at);

-- Conversations in which something was said that may be missed, and when to look who did.
create table digest_watch (
  conversation_id uuid primary key,
  due_at timestamptz(3) not null
);
create index digest_watch_due_idx on digest_watch (due_at);
`;

const mail = `
-- Header fields of the letter by name, and the people whose words it holds.
alter table captured_mail
  add column headers jsonb,
  add column about uuid[];
create index captured_mail_about_idx on captured_mail using gin (about) where about is not null;
`;
