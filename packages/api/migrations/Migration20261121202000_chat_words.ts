import { Migration } from '@mikro-orm/migrations';

/**
 * Keeps new words of messages in their place at once. NOTE: a search looks each conversation of the caller up, and each of these looks
 * would walk all that waits to be put there.
 */
export class Migration20261121202000_chat_words extends Migration {
  override up(): void {
    this.addSql('alter index message_tokens_idx set (fastupdate = off)');
    this.addSql(`select gin_clean_pending_list('message_tokens_idx')`);
  }
}
