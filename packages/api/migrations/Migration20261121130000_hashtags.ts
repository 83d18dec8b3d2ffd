import { Migration } from '@mikro-orm/migrations';

/** Which posts carry which hashtags, who follows them, how often they are used, and what trends. */
export class Migration20261121130000_hashtags extends Migration {
  override up(): void {
    for (const sql of [uses, follows, counters, trends]) this.addSql(sql);
  }
}

// NOTE: `counted` says that hashtag.post_count, or a row of hashtag_change, holds this row.
const uses = `
create table post_hashtag (
  tag text not null,
  post_id uuid not null references post (id) on delete cascade,
  author_id uuid not null,
  counted boolean not null default false,
  primary key (tag, post_id)
);
create index post_hashtag_post_idx on post_hashtag (post_id);
create index post_hashtag_author_idx on post_hashtag (author_id);
`;

const follows = `
create table hashtag_follow (
  profile_id uuid not null references profile (id) on delete cascade,
  tag text not null,
  id uuid not null,
  created_at timestamptz(3) not null default now(),
  primary key (profile_id, tag)
);
create index hashtag_follow_tag_idx on hashtag_follow (tag, profile_id);
create index hashtag_follow_profile_idx on hashtag_follow (profile_id, id desc);
`;

const counters = `
create table hashtag (
  tag text primary key,
  post_count int not null default 0 check (post_count >= 0),
  last_used_at timestamptz(3) not null
);
create index hashtag_prefix_idx on hashtag (tag text_pattern_ops);
create index hashtag_trgm_idx on hashtag using gin (tag gin_trgm_ops);

-- What hashtag.post_count does not hold yet.
create table hashtag_change (
  id bigint generated always as identity primary key,
  tag text not null,
  delta int not null,
  used_at timestamptz(3) not null
);
create index hashtag_change_tag_idx on hashtag_change (tag);
`;

const trends = `
-- Public posts of one author with one tag, in one slot of so many seconds since 1970.
create table hashtag_use (
  seconds int not null,
  slot int not null,
  tag text not null,
  author_id uuid not null,
  posts int not null check (posts >= 0),
  primary key (seconds, slot, tag, author_id)
) with (fillfactor = 90);

create table hashtag_ranking (
  id uuid primary key,
  span text not null check (span in ('1h', '24h', '7d')),
  computed_at timestamptz(3) not null,
  took_ms int not null
);
create index hashtag_ranking_span_idx on hashtag_ranking (span, id desc);

create table hashtag_trend (
  ranking_id uuid not null references hashtag_ranking (id) on delete cascade,
  rank int not null,
  tag text not null,
  posts int not null,
  people int not null,
  sparkline int[] not null,
  primary key (ranking_id, rank)
);
`;
