import { Migration } from '@mikro-orm/migrations';

/** Files that people upload, and what shows them. */
export class Migration20261121100000_media extends Migration {
  override up(): void {
    this.addSql(media);
  }
}

const media = `
create table media (
  id uuid primary key,
  owner_id uuid not null references account (id) on delete cascade,
  kind text not null check (kind in ('image', 'video', 'audio', 'file')),
  mime text not null,
  bytes bigint not null check (bytes >= 0),
  width int,
  height int,
  blurhash text,
  alt text,
  variants jsonb,
  status text not null default 'processing' check (status in ('processing', 'ready', 'failed')),
  version int not null default 1,
  created_at timestamptz(3) not null default now(),
  -- Since when nothing shows it; null while something does. Whoever writes media_use keeps it.
  idle_since timestamptz(3) default now()
);
create index media_owner_idx on media (owner_id, id desc);
create index media_idle_idx on media (idle_since) where idle_since is not null;

-- What shows a file: a profile, a post, a draft. A file that nothing shows is an orphan after a day.
create table media_use (
  holder_id uuid not null,
  position smallint not null,
  media_id uuid not null references media (id) on delete cascade,
  primary key (holder_id, position)
);
create index media_use_media_idx on media_use (media_id);

alter table profile
  add column avatar_id uuid references media (id) on delete set null,
  add column banner_id uuid references media (id) on delete set null;
create index profile_avatar_idx on profile (avatar_id) where avatar_id is not null;
create index profile_banner_idx on profile (banner_id) where banner_id is not null;
`;
