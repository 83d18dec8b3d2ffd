import { createTestDatabase } from '@rookery/testkit';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { bringUpToDate } from './database.ts';

test('a database that a newer version has migrated is refused and left as it is', async () => {
  await using database = await createTestDatabase();
  expect(await bringUpToDate(database)).toEqual([]);
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query("insert into mikro_orm_migrations (name) values ('Migration29990101000000_tomorrow')");
  await client.end();
  await expect(bringUpToDate(database)).rejects.toMatchObject({
    name: 'SetupError',
    message: 'The database was migrated by a newer Rookery.',
    mend: expect.stringContaining('DATA_DIR'),
  });
});
