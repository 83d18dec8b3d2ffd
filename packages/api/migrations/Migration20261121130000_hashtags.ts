import { Migration } from '@mikro-orm/migrations';

/** Which posts carry which hashtags, and who follows them. */
export class Migration20261121130000_hashtags extends Migration {
  override up(): void {
    this.addSql(hashtags);
  }
}

const hashtags = `
create table post_hashtag (
  tag text not null,
  post_id uuid not null references post (id) on delete cascade,
  author_id uuid not null,
  primary key (tag, post_id)
);
create index post_hashtag_post_idx on post_hashtag (post_id);

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
