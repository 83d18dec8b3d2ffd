import { Migration } from '@mikro-orm/migrations';

/** Remembers who has left a group conversation by himself, so that not everybody brings him in again. */
export class Migration20261121203000_chat_leavers extends Migration {
  override up(): void {
    this.addSql(leavers);
  }
}

const leavers = `
-- Who has left a group conversation, or declined it; until he is taken in again.
create table conversation_leaver (
  profile_id uuid not null references profile (id),
  conversation_id uuid not null references conversation (id) on delete cascade,
  left_at timestamptz(3) not null default now(),
  primary key (profile_id, conversation_id)
);
create index conversation_leaver_conversation_idx on conversation_leaver (conversation_id);
`;
