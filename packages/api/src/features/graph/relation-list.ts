import type { OfUserInput, ProfilePage } from '@rookery/contract';
import { z } from 'zod';
import type { Call } from '../../kernel/context.ts';
import { type CursorCodec, cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { DomainError } from '../../kernel/errors.ts';
import { highestId } from '../../kernel/id.ts';
import { type Statement, statement } from '../../kernel/sql.ts';
import { presentProfiles } from './profile-page.ts';
import { mayMeetId, mayReadAuthor } from './visibility.ts';

/** One row with nulls stands for an empty page; none at all for a list that the viewer may not see. */
interface Row {
  sort_id: string | null;
  profile_id: string | null;
}

/** A list of profiles that belongs to a profile. */
export interface RelationList {
  rows: Statement<Row>;
  cursor: CursorCodec<string>;
}

/** Where the rows of a list are: whose it is, and who stands in it. `also` is a condition on a row `r`; $1 is the owner, $2 the viewer. */
interface Relation {
  table: 'follow' | 'friendship';
  owner: string;
  listed: string;
  ownerParameter?: '$1' | '$2';
  also?: string;
}

/** Defines the list of all who stand in a relation to a profile, the latest first. */
export function relationList(
  name: string,
  { table, owner, listed, ownerParameter = '$1', also = 'true' }: Relation,
): RelationList {
  const rows = statement<Row>(
    `graph.${name}`,
    `select f.id as sort_id, f.${listed} as profile_id
     from profile a left join (
       select r.id, r.${listed} from ${table} r
       where r.${owner} = ${ownerParameter}::uuid and r.id < $3 and ${mayMeetId(`r.${listed}`, '$2')} and ${also}
       order by r.id desc limit $4
     ) f on true
     where a.id = $1 and ${mayReadAuthor('a', '$2')} order by f.id desc`,
  );
  return { rows, cursor: defineCursor(`users.${name}`, z.uuid()) };
}

/** A page of such a list, for those who may read what its profile writes. */
export async function listRelations(
  { rows, cursor }: RelationList,
  { ctx, input }: Call<OfUserInput>,
): Promise<ProfilePage> {
  const viewerId = ctx.viewer?.id ?? null;
  const from = cursor.decode(input.cursor) ?? highestId;
  const read = await ctx.app.sql.rows(rows, [input.id, viewerId, from, input.limit + 1]);
  if (read.length === 0) throw new DomainError('not_found');
  const page = cutPage(read.filter(isRelation), input.limit, (row) => cursor.encode(row.sort_id));
  const ids = page.rows.map((row) => row.profile_id);
  return pageWith(await presentProfiles(ctx.app, viewerId, ids), page.nextCursor);
}

function isRelation(row: Row): row is { sort_id: string; profile_id: string } {
  return row.sort_id !== null && row.profile_id !== null;
}
