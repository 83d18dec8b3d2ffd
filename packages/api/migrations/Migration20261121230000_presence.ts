import { Migration } from '@mikro-orm/migrations';

/** What processes on one database know of each other, and what they count together. */
export class Migration20261121230000_presence extends Migration {
  override up(): void {
    this.addSql(processes);
    this.addSql(rates);
  }
}

const processes = `
-- A row for each process that runs, as long as it renews its lease. It may vanish when PostgreSQL crashes: processes put it back.
create unlogged table process (
  id uuid primary key,
  -- Since when it has held its lease without a break.
  started_at timestamptz not null,
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
