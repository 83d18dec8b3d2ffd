import { Migration } from '@mikro-orm/migrations';

/** By which id a post was known while it waited for its time. */
export class Migration20261121170000_scheduled_posts extends Migration {
  override up(): void {
    this.addSql(posts);
  }
}

const posts = `
alter table post add column scheduled_id uuid;
create unique index post_scheduled_unique on post (scheduled_id) where scheduled_id is not null;
`;
