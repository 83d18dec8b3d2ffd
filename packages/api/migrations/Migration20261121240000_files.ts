import { Migration } from '@mikro-orm/migrations';

/** The names of files that are no images. */
export class Migration20261121240000_files extends Migration {
  override up(): void {
    this.addSql('alter table media add column name text');
  }
}
