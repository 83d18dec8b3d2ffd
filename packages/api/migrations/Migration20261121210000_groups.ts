import { Migration } from '@mikro-orm/migrations';

/** Groups with their members, and posts that are written in them. */
export class Migration20261121210000_groups extends Migration {
  override up(): void {
    for (const sql of [communities, people, posts, notifications]) this.addSql(sql);
  }
}

// NOTE: `group` is a word of SQL.
const communities = `
create table community (
  id uuid primary key,
  name text not null,
  terms tsvector not null default '',
  description text not null default '',
  visibility text not null default 'public' check (visibility in ('public', 'private')),
  joining text not null default 'open' check (joining in ('open', 'request', 'invite')),
  avatar_id uuid references media (id) on delete set null,
  banner_id uuid references media (id) on delete set null,
  member_count int not null default 0 check (member_count >= 0),
  post_count int not null default 0 check (post_count >= 0),
  created_at timestamptz(3) not null default now(),
  deleted_at timestamptz(3)
) with (fillfactor = 85);
create index community_public_idx on community (id desc) where deleted_at is null and visibility = 'public';
create index community_terms_idx on community using gin (terms) where deleted_at is null;
create index community_avatar_idx on community (avatar_id) where avatar_id is not null;
create index community_banner_idx on community (banner_id) where banner_id is not null;
`;

const people = `
create table community_member (
  community_id uuid not null references community (id),
  profile_id uuid not null references profile (id) on delete cascade,
  id uuid not null,
  role text not null default 'member' check (role in ('owner', 'moderator', 'member')),
  created_at timestamptz(3) not null default now(),
  primary key (community_id, profile_id)
);
create index community_member_list_idx on community_member (community_id, id);
create index community_member_role_idx on community_member (community_id, role, id);
create index community_member_profile_idx on community_member (profile_id, community_id desc);

create table community_request (
  community_id uuid not null references community (id),
  profile_id uuid not null references profile (id) on delete cascade,
  id uuid not null,
  created_at timestamptz(3) not null default now(),
  primary key (community_id, profile_id)
);
create index community_request_list_idx on community_request (community_id, id desc);
create index community_request_profile_idx on community_request (profile_id, id);

create table community_invite (
  community_id uuid not null references community (id),
  profile_id uuid not null references profile (id) on delete cascade,
  inviter_id uuid not null references profile (id) on delete cascade,
  id uuid not null,
  created_at timestamptz(3) not null default now(),
  primary key (community_id, profile_id)
);
create index community_invite_profile_idx on community_invite (profile_id, id desc);
create index community_invite_inviter_idx on community_invite (inviter_id, id);

create table community_ban (
  community_id uuid not null references community (id),
  profile_id uuid not null references profile (id) on delete cascade,
  id uuid not null,
  created_at timestamptz(3) not null default now(),
  primary key (community_id, profile_id)
);
create index community_ban_list_idx on community_ban (community_id, id desc);
create index community_ban_profile_idx on community_ban (profile_id, id);
`;

const posts = `
alter table post add column group_id uuid references community (id);
create index post_group_idx on post (group_id, id) where group_id is not null;
create index post_group_feed_idx on post (group_id, id)
  where group_id is not null and deleted_at is null and reply_to_id is null;
-- Without it plans would take the new column for full until the next automatic one.
analyze post (group_id);
`;

const notifications = `
create index notification_group_idx on notification (subject_id, id) where type in ('group_invite', 'group_join_request');
`;
