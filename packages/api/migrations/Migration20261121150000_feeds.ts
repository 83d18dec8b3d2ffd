import { Migration } from '@mikro-orm/migrations';

/** Timelines that hold a post once, for those who come by, and authors whose posts are merged at read. */
export class Migration20261121150000_feeds extends Migration {
  override up(): void {
    this.addSql(feeds);
  }
}

// NOTE: timelines are derived, so they are made anew, each at the next visit of its owner, rather than rewritten here.
const feeds = `
drop table timeline_entry;

create table timeline_state (
  user_id uuid primary key references profile (id) on delete cascade,
  seen_at timestamptz(3) not null,
  built_at timestamptz(3)
) with (fillfactor = 80);
create index timeline_state_seen_idx on timeline_state (seen_at);

create table timeline_entry (
  user_id uuid not null,
  sort_id uuid not null,
  post_id uuid not null,
  author_id uuid not null,
  reposted_by uuid,
  moved_from uuid,
  moved_id uuid,
  primary key (user_id, post_id)
);
create index timeline_entry_place_idx on timeline_entry (user_id, sort_id desc);
-- Few are reposts; who begins to follow an author looks for those of his posts.
create index timeline_entry_reposted_idx on timeline_entry (user_id, author_id) where reposted_by is not null;
-- Few have moved, and only walks that began before look for them.
create index timeline_entry_moved_idx on timeline_entry (user_id, moved_id) where moved_id is not null;

create table large_author (
  profile_id uuid primary key references profile (id) on delete cascade,
  created_at timestamptz(3) not null default now()
);
`;
