import { newId, type OpenApp, statement } from '@rookery/api';

const insertPeople = statement(
  'testkit.people',
  `with accounts as (
     insert into account (id, email, password_hash) select id, name || '@rookery.test', '!' from unnest($1::uuid[], $2::text[]) as p(id, name) returning id
   ) insert into profile (id, username, display_name) select id, name, initcap(name) from unnest($1::uuid[], $2::text[]) as p(id, name)`,
);

/** Ids of people by name, each with an account that nobody can sign in to and a profile of that username. */
export async function invitePeople<Name extends string>(app: OpenApp, ...names: Name[]): Promise<Record<Name, string>> {
  const ids = names.map(() => newId());
  await app.sql.run(insertPeople, [ids, names]);
  return Object.fromEntries(names.map((name, index) => [name, ids[index]])) as Record<Name, string>;
}
