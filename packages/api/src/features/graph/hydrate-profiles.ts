import type { GetUserInput, ProfileView } from '@rookery/contract';
import { found } from '../../kernel/errors.ts';
import { type Sql, statement } from '../../kernel/sql.ts';
import { type ProfileRow, profileColumns, toProfileView } from '../profiles/index.ts';
import { type StandingRow, standingColumns, toStanding } from './standing.ts';

type Row = ProfileRow & StandingRow;

const columns = `${profileColumns('p')}, ${standingColumns('p', '$2')}`;
const selectById = statement<Row>('graph.profile-by-id', `select ${columns} from profile p where p.id = $1`);
const selectByUsername = statement<Row>(
  'graph.profile-by-username',
  `select ${columns} from profile p where p.username = $1`,
);
const selectMany = statement<Row>('graph.profiles', `select ${columns} from profile p where p.id = any($1::uuid[])`);

/** Profiles by id as a viewer sees them; ids of none are left out. */
export async function hydrateProfiles(
  sql: Sql,
  viewerId: string | null,
  ids: readonly string[],
): Promise<Map<string, ProfileView>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.rows(selectMany, [ids, viewerId]);
  return new Map(rows.map((row) => [row.id, viewOf(row, viewerId)]));
}

/** One profile as a viewer sees it, or `not_found`. */
export async function getProfile(sql: Sql, viewerId: string | null, by: GetUserInput): Promise<ProfileView> {
  const row =
    'id' in by
      ? await sql.first(selectById, [by.id, viewerId])
      : await sql.first(selectByUsername, [by.username, viewerId]);
  return viewOf(found(row), viewerId);
}

function viewOf(row: Row, viewerId: string | null): ProfileView {
  return toProfileView(row, viewerId === null ? null : toStanding(row));
}
