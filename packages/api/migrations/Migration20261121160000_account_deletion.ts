import { Migration } from '@mikro-orm/migrations';

/** Accounts that go: hidden first, erased in the end; and what people take with them. */
export class Migration20261121160000_account_deletion extends Migration {
  override up(): void {
    for (const sql of [accounts, posts, usernames, exports]) this.addSql(sql);
  }
}

const accounts = `
alter table account
  add column delete_after timestamptz(3),
  -- Since when it is being erased for good; nobody calls as it any more.
  add column erased_from timestamptz(3);
create index account_delete_after_idx on account (delete_after) where delete_after is not null;

-- Since when nobody but its owner may see the profile and what it wrote.
alter table profile add column hidden_at timestamptz(3);
create index profile_hidden_idx on profile (id) where hidden_at is not null;
`;

const posts = `
-- Null of a deleted post that only keeps the place of answers to it, whose author is gone.
alter table post alter column author_id drop not null;
alter table post add constraint post_author_check check (author_id is not null or deleted_at is not null);
create index post_every_author_idx on post (author_id, id);
create index post_mention_idx on post using gin (facets jsonb_path_ops) where facets @? '$[*] ? (@.kind == "mention")';
create index post_revision_mention_idx on post_revision using gin (facets jsonb_path_ops) where facets @? '$[*] ? (@.kind == "mention")';
`;

const usernames = `
-- Null of somebody who is gone.
alter table username_history
  alter column profile_id drop not null,
  drop constraint username_history_profile_id_fkey,
  add constraint username_history_profile_id_fkey foreign key (profile_id) references profile (id) on delete set null;
`;

const exports = `
create table account_export (
  id uuid primary key,
  account_id uuid not null references account (id) on delete cascade,
  requested_at timestamptz(3) not null,
  ready_at timestamptz(3),
  expires_at timestamptz(3)
);
create index account_export_account_idx on account_export (account_id, requested_at desc);
create index account_export_requested_idx on account_export (requested_at);
`;
