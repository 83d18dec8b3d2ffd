import { Migration } from '@mikro-orm/migrations';

/** What processes on one database know of each other, and what they count together. */
export class Migration20261121230000_presence extends Migration {
  override up(): void {
    this.addSql(processes);
    this.addSql(rates);
    this.addSql(presence);
  }
}

const processes = `
-- A row for each process that runs, as long as it renews its lease. It may vanish when PostgreSQL crashes: processes put it back.
create unlogged table process (
  id uuid primary key,
  -- Since when it has held its lease without a break.
  started_at timestamptz not null,
  renewed_at timestamptz not null,
  lease_until timestamptz not null
);
`;

const rates = `
-- Points of rates in their present windows, by a digest of the rate's name and of who is counted.
create unlogged table rate_limit (
  key bytea primary key,
  points integer not null,
  expires_at timestamptz not null
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
`;

const presence = `
-- Who has a live stream open, and on which process. It may vanish when PostgreSQL crashes: processes put it back.
create unlogged table presence (
  profile_id uuid not null,
  process_id uuid not null,
  primary key (profile_id, process_id)
);
create index presence_process_idx on presence (process_id, profile_id);

-- NOTE: its row is locked by whoever changes somebody's presence, so that comings and goings on several processes follow each other.
create table last_seen (
  profile_id uuid primary key references profile (id) on delete cascade,
  at timestamptz(3) not null
) with (fillfactor = 70);
`;
