import { closePollJob, readFacetsOfEach, statement, type Transaction } from '@rookery/api';
import type { DemoPlan } from './planned.ts';
import { tieRow } from './write-people.ts';

const insertPosts = statement(
  'demo.posts',
  `insert into post (id, author_id, text, facets, reply_to_id, root_id, created_at, deleted_at, edited_at, version, visibility,
     content_warning, quote_of_id, quotes, has_media, has_poll, pinned)
   select id, author, text, facets, parent, root, at, deleted, edited, version, visibility, warning, quote, quote is not null, media, poll, pinned
   from jsonb_to_recordset($1::jsonb) as r(id uuid, author uuid, text text, facets jsonb, parent uuid, root uuid, at timestamptz,
     deleted timestamptz, edited timestamptz, version int, visibility text, warning text, quote uuid, media bool, poll bool, pinned bool)`,
);
const insertRevisions = statement(
  'demo.revisions',
  `insert into post_revision (post_id, version, text, facets, content_warning, created_at)
   select post, version, text, facets, warning, at
   from jsonb_to_recordset($1::jsonb) as r(post uuid, version int, text text, facets jsonb, warning text, at timestamptz)`,
);
const insertPolls = statement(
  'demo.polls',
  `insert into poll (post_id, options, multiple, votes, closes_at, closed_at)
   select post, options, multiple, array_fill(0, array[cardinality(options)]), closes, closed
   from jsonb_to_recordset($1::jsonb) as r(post uuid, options text[], multiple bool, closes timestamptz, closed timestamptz)`,
);

/** Writes posts with what they said before, and their polls, of which those that are open end by themselves. */
export async function writePosts(tx: Transaction, { posts }: DemoPlan): Promise<void> {
  const versions = posts.flatMap((post) => [...post.before, { text: post.text, at: post.createdAt }]);
  const facets = await readFacetsOfEach(
    tx.sql,
    versions.map(({ text }) => text),
  );
  const rows: object[] = [];
  const revisions: object[] = [];
  let place = 0;
  for (const post of posts) {
    for (const [index, { text, at }] of post.before.entries()) {
      revisions.push({ post: post.id, version: index + 1, text, facets: facets[place++], warning: post.warning, at });
    }
    rows.push({ ...rowOf(post), facets: facets[place++] });
  }
  await tx.sql.run(insertPosts, [JSON.stringify(rows)]);
  await tx.sql.run(insertRevisions, [JSON.stringify(revisions)]);
  await writePolls(tx, posts);
}

function rowOf(post: DemoPlan['posts'][number]): object {
  const {
    id,
    authorId: author,
    text,
    replyToId: parent,
    rootId: root,
    createdAt: at,
    deletedAt: deleted,
    editedAt: edited,
  } = post;
  const { visibility, warning, quoteOfId: quote, pictures, poll, pinned, before } = post;
  const version = 1 + before.length + (deleted === null ? 0 : 1);
  return {
    ...{ id, author, text, parent, root, at, deleted, edited, visibility, warning, quote, pinned, version },
    media: pictures.length > 0,
    poll: poll !== null,
  };
}

async function writePolls(tx: Transaction, posts: DemoPlan['posts']): Promise<void> {
  const polls = posts.flatMap(({ id: post, poll }) => {
    if (!poll) return [];
    const { options, multiple, closesAt: closes, closed } = poll;
    return [{ post, options, multiple, closes, closed: closed ? closes : null }];
  });
  await tx.sql.run(insertPolls, [JSON.stringify(polls)]);
  for (const { post, closes, closed } of polls)
    if (closed === null) await tx.enqueue(closePollJob, { postId: post }, closes);
}

const deeds = 'jsonb_to_recordset($1::jsonb) as r(id uuid, giver uuid, taker uuid, at timestamptz, choices smallint[])';
const insertDeeds = (table: string) =>
  statement(
    `demo.${table}`,
    `insert into ${table} (id, profile_id, post_id, created_at) select id, giver, taker, at from ${deeds}`,
  );
const insertLikes = insertDeeds('post_like');
const insertReposts = insertDeeds('repost');
const insertBookmarks = insertDeeds('bookmark');
const insertVotes = statement(
  'demo.votes',
  `insert into poll_vote (post_id, profile_id, choices, created_at) select taker, giver, choices, at from ${deeds}`,
);

/** Writes what people did with posts. */
export async function writeDeeds({ sql }: Transaction, { likes, reposts, bookmarks, votes }: DemoPlan): Promise<void> {
  await sql.run(insertLikes, [JSON.stringify(likes.map(tieRow))]);
  await sql.run(insertReposts, [JSON.stringify(reposts.map(tieRow))]);
  await sql.run(insertBookmarks, [JSON.stringify(bookmarks.map(tieRow))]);
  await sql.run(insertVotes, [JSON.stringify(votes.map((vote) => ({ ...tieRow(vote), choices: vote.choices })))]);
}
