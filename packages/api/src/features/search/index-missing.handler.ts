import type { App } from '../../kernel/app.ts';
import { lowestId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { type SearchedPost, searchedColumns, vectorOf } from './post-index.ts';

const chunkSize = 2000;

const chunkEnd = statement<{ id: string }>(
  'search.chunk-end',
  `select id from (select id from post where id > $1 order by id limit ${chunkSize}) chunk order by id desc limit 1`,
);

const missing = statement<SearchedPost>(
  'search.missing',
  `select ${searchedColumns} from post p
   where p.id > $1 and p.id <= $2 and p.deleted_at is null
     and not exists (select from post_search s where s.post_id = p.id and s.post_id > $1 and s.post_id <= $2)`,
);

// NOTE: the lock waits for whoever deletes the post, and keeps others from it until the row is there for them to delete.
const write = statement(
  'search.write-missing',
  `with alive as materialized (
     select w.id, w.tokens from unnest($1::uuid[], $2::text[]) as w(id, tokens) join post p on p.id = w.id
     where p.deleted_at is null order by p.id for share of p
   ) insert into post_search (post_id, tokens) select id, tokens::tsvector from alive on conflict do nothing`,
);

/** Walks all posts in chunks, each of its own transaction, and indexes those that are not. Returns how many those were. */
export async function indexMissingPosts(app: App): Promise<number> {
  let count = 0;
  for (let after = lowestId; ; ) {
    const end = await app.sql.first(chunkEnd, [after]);
    if (!end) return count;
    const posts = await app.sql.rows(missing, [after, end.id]);
    if (posts.length > 0) {
      const values = [posts.map((post) => post.id), posts.map(vectorOf)];
      await transact({ app }, (tx) => tx.sql.run(write, values));
    }
    count += posts.length;
    after = end.id;
  }
}
