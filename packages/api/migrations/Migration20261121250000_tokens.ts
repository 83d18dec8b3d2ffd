import { Migration } from '@mikro-orm/migrations';

/** Personal access tokens. */
export class Migration20261121250000_tokens extends Migration {
  override up(): void {
    this.addSql(tokens);
  }
}

const tokens = `
create table personal_access_token (
  id uuid primary key,
  account_id uuid not null references account (id) on delete cascade,
  token_hash bytea not null unique,
  name text not null,
  scopes text[] not null check (cardinality(scopes) > 0),
  -- The last characters of the token, which are no part of its secret.
  hint text not null,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3),
  last_used_at timestamptz(3),
  revoked_at timestamptz(3)
);
create index personal_access_token_account_idx on personal_access_token (account_id, id desc);
create index personal_access_token_expires_idx on personal_access_token (expires_at) where expires_at is not null;
create index personal_access_token_revoked_idx on personal_access_token (revoked_at) where revoked_at is not null;
`;
