import { Migration } from '@mikro-orm/migrations';

/** Media, quotes, edits, reposts, bookmarks, pins and polls of posts. */
export class Migration20261121120000_posts extends Migration {
  override up(): void {
    for (const sql of [posts, revisions, interactions, polls, drafts]) this.addSql(sql);
  }
}

const posts = `
alter table post
  add column quote_of_id uuid references post (id) on delete set null,
  add column quotes boolean not null default false,
  add column has_media boolean not null default false,
  add column has_poll boolean not null default false,
  add column pinned boolean not null default false,
  add column media_version int not null default 0;
create index post_quote_idx on post (quote_of_id, id) where quote_of_id is not null;
create index post_media_idx on post (author_id, id) where deleted_at is null and has_media;
create index post_pinned_idx on post (author_id, id) where deleted_at is null and pinned;
`;

const revisions = `
create table post_revision (
  post_id uuid not null references post (id) on delete cascade,
  version int not null,
  text text not null,
  facets jsonb not null,
  media_ids uuid[] not null default '{}',
  content_warning text,
  created_at timestamptz(3) not null,
  primary key (post_id, version)
);
`;

const interactions = `
create table repost (
  post_id uuid not null references post (id) on delete cascade,
  profile_id uuid not null references profile (id) on delete cascade,
  id uuid not null,
  created_at timestamptz(3) not null default now(),
  primary key (post_id, profile_id)
);
create index repost_post_idx on repost (post_id, id desc) include (profile_id);
create index repost_profile_idx on repost (profile_id, id desc) include (post_id);

create table bookmark (
  profile_id uuid not null references profile (id) on delete cascade,
  post_id uuid not null references post (id) on delete cascade,
  id uuid not null,
  created_at timestamptz(3) not null default now(),
  primary key (profile_id, post_id)
);
create index bookmark_profile_idx on bookmark (profile_id, id desc);
create index bookmark_post_idx on bookmark (post_id);
`;

const polls = `
create table poll (
  post_id uuid primary key references post (id) on delete cascade,
  options text[] not null,
  multiple boolean not null default false,
  votes int[] not null,
  voter_count int not null default 0 check (voter_count >= 0),
  closes_at timestamptz(3) not null,
  closed_at timestamptz(3)
);
create index poll_open_idx on poll (closes_at) where closed_at is null;

create table poll_vote (
  post_id uuid not null references poll (post_id) on delete cascade,
  profile_id uuid not null references profile (id) on delete cascade,
  choices smallint[] not null,
  created_at timestamptz(3) not null default now(),
  primary key (post_id, profile_id)
);
create index poll_vote_profile_idx on poll_vote (profile_id);
`;

const drafts = `
create table post_draft (
  id uuid primary key,
  author_id uuid not null references profile (id) on delete cascade,
  content jsonb not null,
  scheduled_at timestamptz(3),
  failure text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create index post_draft_author_idx on post_draft (author_id, id desc);
create index post_draft_due_idx on post_draft (scheduled_at) where scheduled_at is not null and failure is null;
`;
