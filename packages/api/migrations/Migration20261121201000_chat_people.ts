import { Migration } from '@mikro-orm/migrations';

/** Finds the messages that name somebody, when he goes for good. */
export class Migration20261121201000_chat_people extends Migration {
  override up(): void {
    this.addSql(named);
  }
}

const named = `
create index message_note_users_idx on message using gin ((system -> 'users')) where system ? 'users';
create index message_mention_idx on message using gin (facets jsonb_path_ops) where facets @? '$[*] ? (@.kind == "mention")';
create index message_revision_mention_idx on message_revision using gin (facets jsonb_path_ops) where facets @? '$[*] ? (@.kind == "mention")';
`;
