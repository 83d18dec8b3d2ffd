import type { ExportPart } from '../../kernel/app.ts';
import { defineExportPart, isoTime } from '../../kernel/export-part.ts';
import { mayReadPost } from './post.policy.ts';

const media = (
  id: string,
) => `(select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'alt', m.alt) order by u.position), '[]')
  from media_use u join media m on m.id = u.media_id where u.holder_id = ${id})`;

const poll = `(select jsonb_build_object('options', k.options, 'votes', k.votes, 'voterCount', k.voter_count, 'multiple', k.multiple,
  'closesAt', ${isoTime('k.closes_at')}) from poll k where k.post_id = r.id)`;

const revisions = `(select coalesce(jsonb_agg(jsonb_build_object('version', v.version, 'text', v.text, 'contentWarning', v.content_warning,
  'createdAt', ${isoTime('v.created_at')}) order by v.version), '[]') from post_revision v where v.post_id = r.id)`;

/** SQL expression: a post that somebody did something with, as far as he may read it. */
const target = `(select jsonb_build_object('author', a.username, 'text', p.text) from post p join profile a on a.id = p.author_id
  where p.id = r.post_id and ${mayReadPost('p', 'a', '$1::uuid')})`;

const deeds = (file: string, table: 'post_like' | 'repost' | 'bookmark'): ExportPart =>
  defineExportPart({
    file,
    tables: [table],
    key: 'r.id',
    line: `jsonb_build_object('postId', r.post_id, 'createdAt', ${isoTime('r.created_at')}, 'post', ${target})`,
    from: `${table} r where r.profile_id = $1`,
  });

/** What somebody takes with him of what he wrote, and of what he did with posts. */
export const exportedPosts: readonly ExportPart[] = [
  defineExportPart({
    file: 'posts.jsonl',
    tables: ['post', 'post_revision', 'poll', 'post_hashtag'],
    key: 'r.id',
    line: `jsonb_build_object('id', r.id, 'text', r.text, 'facets', r.facets, 'contentWarning', r.content_warning, 'visibility', r.visibility,
      'groupId', r.group_id, 'replyToId', r.reply_to_id, 'quoteOfId', r.quote_of_id, 'createdAt', ${isoTime('r.created_at')}, 'editedAt', ${isoTime('r.edited_at')},
      'pinned', r.pinned, 'likeCount', r.like_count, 'repostCount', r.repost_count, 'quoteCount', r.quote_count,
      'replyCount', r.reply_count, 'media', ${media('r.id')}, 'poll', ${poll}, 'earlier', ${revisions})`,
    from: 'post r where r.author_id = $1 and r.deleted_at is null',
  }),
  deeds('likes.jsonl', 'post_like'),
  deeds('reposts.jsonl', 'repost'),
  deeds('bookmarks.jsonl', 'bookmark'),
  defineExportPart({
    file: 'poll-votes.jsonl',
    tables: ['poll_vote'],
    key: 'r.post_id',
    line: `jsonb_build_object('postId', r.post_id, 'choices', r.choices, 'createdAt', ${isoTime('r.created_at')}, 'post', ${target})`,
    from: 'poll_vote r where r.profile_id = $1',
  }),
  defineExportPart({
    file: 'drafts.jsonl',
    tables: ['post_draft'],
    key: 'r.id',
    line: `r.content || jsonb_build_object('id', r.id, 'scheduledAt', ${isoTime('r.scheduled_at')}, 'createdAt', ${isoTime('r.created_at')},
      'updatedAt', ${isoTime('r.updated_at')}, 'media', ${media('r.id')})`,
    from: 'post_draft r where r.author_id = $1',
  }),
];
