/** Parameters of every statement that searches posts. */
export const viewer = '$1::uuid';
const query = '$2::tsquery';
const window = (id: string) => `${id} < $3::uuid and ${id} >= $4::uuid`;

const author = '(select id from profile where username = $7)';
const queryOfAuthor = `(${query} && (select ('''by:' || id || '''')::tsquery from profile where username = $7))`;

/**
 * How many of the newest posts are read before the index is asked: a word that many of them have is found at once there,
 * while the index would give all that ever had it. What is left for the index is rare, or was common long ago.
 */
const reach = { everybody: 8000, author: 3000 };

/** Where matches come from, newest first: the ids of posts and their tokens. */
export interface PostSource {
  walk: string;
  index: string;
}

/** Among the posts of everybody. */
export const ofEverybody: PostSource = {
  walk: `select s.post_id, s.tokens from (
      select post_id, tokens from post_search where ${window('post_id')} order by post_id desc limit ${reach.everybody}
    ) s where s.tokens @@ ${query} order by s.post_id desc offset 0`,
  index: inIndex(query),
};

/** Among those of one author. NOTE: pairs are compared for the reason that lists of a profile's posts do it. */
export const ofAuthor: PostSource = {
  walk: `select s.post_id, s.tokens from (
      select x.id from post x where x.deleted_at is null and (x.author_id, x.id) < (${author}, $3::uuid) and (x.author_id, x.id) >= (${author}, $4::uuid)
      order by x.author_id desc, x.id desc limit ${reach.author}
    ) x join post_search s on s.post_id = x.id where s.tokens @@ ${queryOfAuthor} order by s.post_id desc offset 0`,
  index: inIndex(queryOfAuthor),
};

// NOTE: materialized, since a plan that sees the order and the limit takes the walk of everything for short.
function inIndex(wanted: string): string {
  return `with matched as materialized (select post_id, tokens from post_search where tokens @@ ${wanted})
    select post_id, tokens from matched where ${window('post_id')} order by post_id desc offset 0`;
}
