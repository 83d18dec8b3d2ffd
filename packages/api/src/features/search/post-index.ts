import type { Facet } from '@rookery/contract';
import type { Reaction, Transaction } from '../../kernel/app.ts';
import { reactInTransaction } from '../../kernel/event.ts';
import { statement } from '../../kernel/sql.ts';
import { tokensOf } from '../../kernel/words/tokens.ts';
import { toVector } from '../../kernel/words/vector.ts';
import { mediaChanged } from '../media/index.ts';
import { postCreated, postDeleted, postEdited } from '../posts/index.ts';
import { lexemeOf } from './lexemes.ts';

/** What of a post is searched. */
export interface SearchedPost {
  id: string;
  author_id: string;
  text: string;
  facets: Facet[];
  content_warning: string | null;
  has_media: boolean;
  /** What its pictures show. */
  alts: readonly string[] | null;
  /** Of its poll. */
  options: readonly string[] | null;
}

/** Columns of what is searched of a post `p`. */
export const searchedColumns = `p.id, p.author_id, p.text, p.facets, p.content_warning, p.has_media,
  case when p.has_media then (
    select array_agg(m.alt order by u.position) from media_use u join media m on m.id = u.media_id where u.holder_id = p.id and m.alt <> ''
  ) end as alts,
  case when p.has_poll then (select k.options from poll k where k.post_id = p.id) end as options`;

const read = statement<SearchedPost>(
  'search.read-posts',
  `select ${searchedColumns} from post p where p.id = any($1::uuid[]) and p.deleted_at is null order by p.id`,
);
const write = statement(
  'search.write-posts',
  `insert into post_search (post_id, tokens) select id, tokens::tsvector from unnest($1::uuid[], $2::text[]) as w(id, tokens)
   on conflict (post_id) do update set tokens = excluded.tokens where post_search.tokens <> excluded.tokens`,
);
const remove = statement('search.remove-post', 'delete from post_search where post_id = $1');

/** Places left free between the text, its warning and so on, so that no phrase reaches from one into the next. */
const gap = 10;

/** The text of the tsvector of a post. */
export function vectorOf(post: SearchedPost): string {
  const texts = [post.text, post.content_warning ?? '', ...(post.alts ?? []), ...(post.options ?? [])];
  let end = 0;
  const tokens = texts.flatMap((text) => {
    const found = tokensOf(text, end + 1);
    end = (found.at(-1)?.position ?? end) + gap;
    return found;
  });
  return toVector(tokens, marksOf(post));
}

function marksOf({ author_id, facets, has_media }: SearchedPost): string[] {
  const named = facets.flatMap((facet) => {
    if (facet.kind === 'hashtag') return [lexemeOf.hashtag(facet.tag)];
    return facet.kind === 'mention' ? [lexemeOf.mention(facet.username)] : [];
  });
  return [lexemeOf.author(author_id), ...(has_media ? [lexemeOf.media] : []), ...named];
}

async function index(tx: Transaction, postIds: readonly string[]): Promise<void> {
  if (postIds.length === 0) return;
  const posts = await tx.sql.rows(read, [postIds]);
  if (posts.length > 0) tx.defer(write, [posts.map(({ id }) => id), posts.map(vectorOf)]);
}

/** NOTE: most posts say all that is searched with their event, which saves to read them back. */
async function indexNew(
  tx: Transaction,
  { postId: id, authorId, words }: NonNullable<(typeof postCreated)['payload']>,
): Promise<void> {
  if (!words) return index(tx, [id]);
  const { text, facets, contentWarning: content_warning, pollOptions: options } = words;
  const post = { id, author_id: authorId, text, facets, content_warning, options, has_media: false, alts: null };
  tx.defer(write, [[id], [vectorOf(post)]]);
}

/** What keeps the index of posts in step with them. */
export const searchReactions: readonly Reaction[] = [
  reactInTransaction(postCreated, indexNew),
  reactInTransaction(postEdited, (tx, { postId }) => index(tx, [postId])),
  reactInTransaction(postDeleted, async (tx, { postId }) => tx.defer(remove, [postId])),
  reactInTransaction(mediaChanged, (tx, { holderIds }) => index(tx, holderIds)),
];
