import type { Route } from '@rookery/rest';
import { accountRows } from './account-rows.ts';
import { groupRows, peopleRows } from './people-rows.ts';
import { postRows } from './post-rows.ts';
import type { Row, Rows } from './row.ts';
import { talkRows } from './talk-rows.ts';

/** How every procedure is called soundly. */
export const rows: Rows = { ...accountRows, ...peopleRows, ...groupRows, ...postRows, ...talkRows };

/** How the procedure of a route is called by that route. */
export function rowOf({ procedure, method, path }: Pick<Route, 'procedure' | 'method' | 'path'>): Row {
  const row = rows[`${procedure} ${method} ${path}`] ?? rows[procedure];
  if (!row) throw new Error(`${procedure} has no row: add one`);
  return row;
}
