import type { GetUserInput, ProfileView } from '@rookery/contract';
import type { Reading } from '../../kernel/app.ts';
import { found } from '../../kernel/errors.ts';
import type { Links } from '../../kernel/ports.ts';
import { statement } from '../../kernel/sql.ts';
import { type ProfileRow, profileColumns, toProfileView } from '../profiles/index.ts';
import { type StandingRow, standingColumns, toStanding } from './standing.ts';
import { blocks, isShownTo, mayMeet } from './visibility.ts';

/** What `viewColumns` selects. */
export type ViewRow = ProfileRow & StandingRow;

/** Columns of the profile of an alias, and of how a viewer, who may be null, stands to it. */
export function viewColumns(alias: string, viewerParam: string): string {
  return `${profileColumns(alias)}, ${standingColumns(alias, viewerParam)}`;
}

const columns = viewColumns('p', '$2');
// NOTE: who has blocked somebody still finds him, to end the block; the other way round nobody is there.
const visible = `not ${blocks('p.id', '$2::uuid')} and ${isShownTo('p', '$2')}`;
const selectById = statement<ViewRow>(
  'graph.profile-by-id',
  `select ${columns} from profile p where p.id = $1 and ${visible}`,
);
const selectByUsername = statement<ViewRow>(
  'graph.profile-by-username',
  `select ${columns} from profile p where p.username = $1 and ${visible}`,
);
const selectMany = statement<ViewRow>(
  'graph.profiles',
  `select ${columns} from profile p where p.id = any($1::uuid[]) and ${mayMeet('p', '$2')}`,
);

/** Profiles by id as a viewer sees them; ids of none, of those blocked either way and of hidden ones are left out. */
export async function hydrateProfiles(
  { sql, links }: Reading,
  viewerId: string | null,
  ids: readonly string[],
): Promise<Map<string, ProfileView>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.rows(selectMany, [ids, viewerId]);
  return new Map(rows.map((row) => [row.id, viewOf(links, row, viewerId)]));
}

/** One profile as a viewer sees it, or `not_found`. */
export async function getProfile(
  { sql, links }: Reading,
  viewerId: string | null,
  by: GetUserInput,
): Promise<ProfileView> {
  const row =
    'id' in by
      ? await sql.first(selectById, [by.id, viewerId])
      : await sql.first(selectByUsername, [by.username, viewerId]);
  return viewOf(links, found(row), viewerId);
}

/** The profile of a row as the wire has it. */
export function viewOf(links: Links, row: ViewRow, viewerId: string | null): ProfileView {
  return toProfileView(links, row, viewerId === null ? null : toStanding(row));
}
