import { Migration } from '@mikro-orm/migrations';

/** Which posts carry which hashtags, who follows them, how often they are used, and what trends. */
export class Migration20261121130000_hashtags extends Migration {
  override up(): void {
    for (const sql of [uses, follows, counters, trends, before]) this.addSql(sql);
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

const before = `
-- Of posts that were there before: their hashtags, and the uses that a window of trends still reaches.
with noted as (
  insert into post_hashtag (tag, post_id, author_id, counted)
  select distinct f ->> 'tag', p.id, p.author_id, p.visibility = 'public' and not a.is_private
  from post p join profile a on a.id = p.author_id cross join lateral jsonb_array_elements(p.facets) f
  where p.deleted_at is null and f ->> 'kind' = 'hashtag'
  returning *
), dated as materialized (
  select n.*, p.created_at, p.visibility from noted n join post p on p.id = n.post_id
), counted as (
  insert into hashtag (tag, post_count, last_used_at)
  select tag, count(*), max(created_at) from dated where counted group by tag
) insert into hashtag_use (seconds, slot, tag, author_id, posts)
  select s.seconds, floor(extract(epoch from created_at) / s.seconds)::int as slot, tag, author_id, count(*)
  from dated cross join (values (300, 12), (7200, 84)) as s(seconds, slots)
  where visibility = 'public' and created_at > now() - s.slots * s.seconds * interval '1 second'
  group by 1, 2, 3, 4;
`;
