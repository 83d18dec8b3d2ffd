import { Migration } from '@mikro-orm/migrations';

/** Conversations, their members and messages, and what each account allows others. */
export class Migration20261121200000_chat extends Migration {
  override up(): void {
    for (const sql of [privacy, conversations, members, messages]) this.addSql(sql);
  }
}

const privacy = `
-- Absent: everybody may write, receipts are sent, and whether somebody is online is shown.
create table privacy_setting (
  profile_id uuid primary key references profile (id) on delete cascade,
  messages_from text not null default 'anyone' check (messages_from in ('anyone', 'following', 'friends')),
  read_receipts boolean not null default true,
  shows_presence boolean not null default true
);
`;

const conversations = `
-- NOTE: last_seq is locked by each message; the free room lets the row be changed in place.
create table conversation (
  id uuid primary key,
  kind text not null check (kind in ('direct', 'group')),
  -- The two of a direct one, the lesser id first.
  one_id uuid references profile (id),
  other_id uuid references profile (id),
  title text,
  avatar_id uuid,
  created_by uuid,
  created_at timestamptz(3) not null default now(),
  last_seq int not null default 0 check (last_seq >= 0),
  last_message_at timestamptz(3),
  member_count int not null default 0 check (member_count >= 0),
  check ((kind = 'direct') = (one_id is not null and other_id is not null)),
  check (one_id < other_id)
) with (fillfactor = 50);
create unique index conversation_pair_unique on conversation (one_id, other_id) where kind = 'direct';
create index conversation_other_idx on conversation (other_id) where kind = 'direct';
`;

const members = `
create table conversation_member (
  profile_id uuid not null references profile (id),
  conversation_id uuid not null references conversation (id) on delete cascade,
  id uuid not null,
  role text not null default 'member' check (role in ('owner', 'admin', 'member')),
  -- A conversation that was declined is not shown, and the other one is not told.
  folder text not null default 'inbox' check (folder in ('inbox', 'requests', 'declined')),
  -- The last message that is not shown, being from before joining.
  from_seq int not null default 0 check (from_seq >= 0),
  last_read_seq int not null default 0 check (last_read_seq >= from_seq),
  muted_until timestamptz(3),
  joined_at timestamptz(3) not null default now(),
  primary key (profile_id, conversation_id)
) with (fillfactor = 70);
create index conversation_member_conversation_idx on conversation_member (conversation_id, id);
`;

const messages = `
create table message (
  conversation_id uuid not null references conversation (id) on delete cascade,
  seq int not null check (seq > 0),
  id uuid not null,
  -- Null when the account is gone.
  sender_id uuid references profile (id),
  client_id text,
  text text not null default '',
  facets jsonb not null default '[]',
  reply_to_seq int,
  system jsonb,
  has_media boolean not null default false,
  has_reactions boolean not null default false,
  version int not null default 1,
  created_at timestamptz(3) not null default now(),
  edited_at timestamptz(3),
  deleted_at timestamptz(3),
  -- Its words, each behind the end of the conversation's id, so that the index keeps those of conversations apart.
  tokens tsvector,
  primary key (conversation_id, seq)
);
create unique index message_id_unique on message (id);
create unique index message_client_unique on message (conversation_id, sender_id, client_id) where client_id is not null;
create index message_sender_idx on message (sender_id);
create index message_tokens_idx on message using gin (tokens) with (gin_pending_list_limit = 512);

create table message_revision (
  message_id uuid not null references message (id) on delete cascade,
  version int not null,
  text text not null,
  facets jsonb not null,
  created_at timestamptz(3) not null,
  primary key (message_id, version)
);

create table message_reaction (
  message_id uuid not null references message (id) on delete cascade,
  profile_id uuid not null references profile (id),
  emoji text not null,
  id uuid not null,
  created_at timestamptz(3) not null default now(),
  primary key (message_id, profile_id, emoji)
);
create index message_reaction_message_idx on message_reaction (message_id, id);
create index message_reaction_profile_idx on message_reaction (profile_id);
`;
