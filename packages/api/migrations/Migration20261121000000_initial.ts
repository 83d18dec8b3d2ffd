import { Migration } from '@mikro-orm/migrations';

/** Everything that the first release stands on. */
export class Migration20261121000000_initial extends Migration {
  override up(): void {
    for (const sql of [extensions, instance, journal, accounts, profiles, posts, feeds, notifications])
      this.addSql(sql);
  }
}

const extensions = `
create extension if not exists pg_trgm;
create extension if not exists unaccent;
`;

const instance = `
create table instance (
  id uuid primary key default gen_random_uuid(),
  secret bytea not null default decode(replace(gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'),
  journal_floor xid8 not null default '0',
  created_at timestamptz(3) not null default now()
);
create unique index instance_one on instance ((true));
insert into instance default values;

create table idempotency_key (
  id bytea primary key,
  body_hash bytea not null,
  answer bytea,
  created_at timestamptz(3) not null default now()
);
create index idempotency_key_created_idx on idempotency_key (created_at);

create table job_effect (
  key text primary key,
  created_at timestamptz(3) not null default now()
);
create index job_effect_created_idx on job_effect (created_at);

create table captured_mail (
  id bigint generated always as identity primary key,
  recipient text not null,
  subject text not null,
  text text not null,
  created_at timestamptz(3) not null default now()
);
create index captured_mail_recipient_idx on captured_mail (recipient, id desc);
`;

const journal = `
create table journal (
  id bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  topic text not null,
  type text not null,
  ref jsonb not null,
  created_at timestamptz(3) not null default clock_timestamp()
) partition by range (created_at);
create index journal_xid_idx on journal (xid);
create index journal_topic_idx on journal (topic, xid);
create table journal_rest partition of journal default;

create function journal_open_days(ahead int) returns void language plpgsql as $$
declare
  day date;
begin
  for day in select (now() at time zone 'utc')::date + n from generate_series(0, ahead) n loop
    if to_regclass('journal_' || to_char(day, 'YYYYMMDD')) is null then
      begin
        execute format(
          'create table %I partition of journal for values from (%L) to (%L)',
          'journal_' || to_char(day, 'YYYYMMDD'), day::timestamp at time zone 'utc', (day + 1)::timestamp at time zone 'utc');
      exception when check_violation or duplicate_table then
        -- The day has begun in journal_rest and stays there, or another process has just opened it.
        null;
      end;
    end if;
  end loop;
end $$;

create function journal_close_days(kept int) returns void language plpgsql as $$
declare
  part regclass;
  newest xid8;
  first timestamptz := ((now() at time zone 'utc')::date - kept)::timestamp at time zone 'utc';
begin
  for part in
    select i.inhrelid::regclass from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'journal'::regclass and c.relname ~ '^journal_[0-9]{8}$'
      and to_date(substr(c.relname, 9), 'YYYYMMDD') < (now() at time zone 'utc')::date - kept
    order by c.relname
  loop
    execute format('select max(xid) from %s', part) into newest;
    update instance set journal_floor = greatest(journal_floor, (coalesce(newest, '0')::text::bigint + 1)::text::xid8);
    execute format('drop table %s', part);
  end loop;
  select max(xid) from journal_rest where created_at < first into newest;
  if newest is not null then
    update instance set journal_floor = greatest(journal_floor, (newest::text::bigint + 1)::text::xid8);
    delete from journal_rest where created_at < first;
  end if;
end $$;

select journal_open_days(8);
`;

const accounts = `
create table account (
  id uuid primary key,
  email text not null,
  email_verified_at timestamptz(3),
  password_hash text not null,
  role text not null default 'user' check (role in ('user', 'moderator', 'admin')),
  suspended_at timestamptz(3),
  created_at timestamptz(3) not null default now()
);
create unique index account_email_unique on account (email);

create table auth_session (
  id uuid primary key,
  account_id uuid not null references account (id) on delete cascade,
  user_agent text,
  ip text,
  created_at timestamptz(3) not null default now(),
  last_used_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  revoked_at timestamptz(3)
);
create index auth_session_account_idx on auth_session (account_id, id desc);
create index auth_session_expires_idx on auth_session (expires_at);
create index auth_session_revoked_idx on auth_session (revoked_at) where revoked_at is not null;

create table refresh_token (
  token_hash bytea primary key,
  session_id uuid not null references auth_session (id) on delete cascade,
  created_at timestamptz(3) not null default now(),
  used_at timestamptz(3)
);
create index refresh_token_session_idx on refresh_token (session_id);
create index refresh_token_used_idx on refresh_token (used_at) where used_at is not null;

create table mail_token (
  token_hash bytea primary key,
  account_id uuid not null references account (id) on delete cascade,
  purpose text not null check (purpose in ('password_reset', 'email_verification')),
  email text not null,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null
);
create index mail_token_account_idx on mail_token (account_id, purpose);
create index mail_token_expires_idx on mail_token (expires_at);
`;

const profiles = `
create table profile (
  id uuid primary key references account (id) on delete cascade,
  username text not null,
  display_name text not null,
  bio text not null default '',
  location text not null default '',
  website text not null default '',
  status text not null default '',
  is_private boolean not null default false,
  is_bot boolean not null default false,
  follower_count int not null default 0 check (follower_count >= 0),
  following_count int not null default 0 check (following_count >= 0),
  friend_count int not null default 0 check (friend_count >= 0),
  post_count int not null default 0 check (post_count >= 0),
  version int not null default 1,
  created_at timestamptz(3) not null default now()
) with (fillfactor = 80);
create unique index profile_username_unique on profile (username);
create index profile_username_prefix_idx on profile (username text_pattern_ops);
create index profile_display_name_trgm_idx on profile using gin (display_name gin_trgm_ops);

create table follow (
  follower_id uuid not null references profile (id) on delete cascade,
  followee_id uuid not null references profile (id) on delete cascade,
  id uuid not null,
  created_at timestamptz(3) not null default now(),
  primary key (follower_id, followee_id),
  check (follower_id <> followee_id)
);
create index follow_follower_idx on follow (follower_id, id desc) include (followee_id);
create index follow_followee_idx on follow (followee_id, id desc) include (follower_id);

create table follow_request (
  id uuid primary key,
  follower_id uuid not null references profile (id) on delete cascade,
  followee_id uuid not null references profile (id) on delete cascade,
  created_at timestamptz(3) not null default now(),
  check (follower_id <> followee_id)
);
create unique index follow_request_pair_unique on follow_request (follower_id, followee_id);
create index follow_request_followee_idx on follow_request (followee_id, id desc) include (follower_id, created_at);
`;

const posts = `
create table post (
  id uuid primary key,
  author_id uuid not null references profile (id) on delete cascade,
  text text not null,
  facets jsonb not null default '[]',
  content_warning text,
  visibility text not null default 'public' check (visibility in ('public', 'followers', 'friends')),
  reply_to_id uuid references post (id) on delete set null,
  root_id uuid references post (id) on delete set null,
  created_at timestamptz(3) not null default now(),
  edited_at timestamptz(3),
  deleted_at timestamptz(3),
  version int not null default 1,
  like_count int not null default 0 check (like_count >= 0),
  repost_count int not null default 0 check (repost_count >= 0),
  quote_count int not null default 0 check (quote_count >= 0),
  reply_count int not null default 0 check (reply_count >= 0)
) with (fillfactor = 85);
create index post_author_idx on post (author_id, id) where deleted_at is null;
create index post_reply_idx on post (reply_to_id, id) where reply_to_id is not null;
create index post_root_idx on post (root_id, id) where root_id is not null;
create index post_public_idx on post (id desc) where deleted_at is null and visibility = 'public' and reply_to_id is null;

create table post_like (
  post_id uuid not null references post (id) on delete cascade,
  profile_id uuid not null references profile (id) on delete cascade,
  id uuid not null,
  created_at timestamptz(3) not null default now(),
  primary key (post_id, profile_id)
);
create index post_like_post_idx on post_like (post_id, id desc) include (profile_id);
create index post_like_profile_idx on post_like (profile_id, id desc);
`;

const feeds = `
create table timeline_entry (
  user_id uuid not null,
  sort_id uuid not null,
  post_id uuid not null,
  author_id uuid not null,
  reposted_by uuid,
  primary key (user_id, sort_id)
);
`;

const notifications = `
create table notification (
  id uuid primary key,
  recipient_id uuid not null references profile (id) on delete cascade,
  type text not null,
  subject_id uuid not null,
  post_id uuid references post (id) on delete cascade,
  actor_count int not null default 0 check (actor_count >= 0),
  created_at timestamptz(3) not null default now(),
  read_at timestamptz(3)
);
create unique index notification_fold_unique on notification (recipient_id, type, subject_id) where read_at is null;
create index notification_subject_idx on notification (recipient_id, type, subject_id);
create index notification_recipient_idx on notification (recipient_id, id desc);
create index notification_post_idx on notification (post_id) where post_id is not null;

create table notification_actor (
  notification_id uuid not null references notification (id) on delete cascade,
  actor_id uuid not null references profile (id) on delete cascade,
  id uuid not null,
  primary key (notification_id, actor_id)
);
create index notification_actor_recent_idx on notification_actor (notification_id, id desc);
create index notification_actor_actor_idx on notification_actor (actor_id);
`;
