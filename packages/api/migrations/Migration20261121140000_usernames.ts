import { Migration } from '@mikro-orm/migrations';

/** Usernames that somebody gave up lately. */
export class Migration20261121140000_usernames extends Migration {
  override up(): void {
    this.addSql(usernames);
  }
}

const usernames = `
create table username_history (
  username text primary key,
  profile_id uuid not null references profile (id) on delete cascade,
  released_at timestamptz(3) not null
);
create index username_history_profile_idx on username_history (profile_id);
create index username_history_released_idx on username_history (released_at);
`;
