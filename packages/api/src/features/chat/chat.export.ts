import type { ExportPart } from '../../kernel/app.ts';
import { defineExportPart, isoTime } from '../../kernel/export-part.ts';
import { isShownTo } from '../graph/index.ts';
import { mayReadConversation, otherOf } from './chat.policy.ts';

const media = `(select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'alt', f.alt) order by u.position), '[]')
  from media_use u join media f on f.id = u.media_id where u.holder_id = k.id)`;

const revisions = `(select coalesce(jsonb_agg(jsonb_build_object('version', v.version, 'text', v.text, 'createdAt', ${isoTime('v.created_at')})
  order by v.version), '[]') from message_revision v where v.message_id = k.id)`;

const other = `(select p.username from profile p where c.kind = 'direct' and p.id = ${otherOf('c', 'm.profile_id')} and ${isShownTo('p', '$1')})`;

/** What somebody takes with him of his conversations: where he takes part, what he left, and what he said there himself. */
export const exportedConversations: readonly ExportPart[] = [
  defineExportPart({
    file: 'conversations.jsonl',
    tables: ['conversation', 'conversation_member'],
    key: 'm.id',
    line: `jsonb_build_object('id', c.id, 'kind', c.kind, 'title', c.title, 'with', ${other}, 'role', m.role, 'folder', m.folder,
      'lastSeq', c.last_seq, 'lastReadSeq', m.last_read_seq, 'mutedUntil', ${isoTime('m.muted_until')}, 'joinedAt', ${isoTime('m.joined_at')})`,
    from: `conversation_member m join conversation c on c.id = m.conversation_id where m.profile_id = $1 and ${mayReadConversation('c', 'm', '$1')}`,
  }),
  defineExportPart({
    file: 'conversations-left.jsonl',
    tables: ['conversation_leaver'],
    key: 'l.conversation_id',
    line: `jsonb_build_object('conversationId', l.conversation_id, 'leftAt', ${isoTime('l.left_at')})`,
    from: 'conversation_leaver l where l.profile_id = $1',
  }),
  // NOTE: what he said is his, also where he takes part no more.
  defineExportPart({
    file: 'messages.jsonl',
    tables: ['message', 'message_revision'],
    key: 'k.id',
    line: `jsonb_build_object('id', k.id, 'conversationId', k.conversation_id, 'seq', k.seq, 'text', k.text, 'media', ${media},
      'replyToSeq', k.reply_to_seq, 'earlier', ${revisions}, 'createdAt', ${isoTime('k.created_at')}, 'editedAt', ${isoTime('k.edited_at')})`,
    from: 'message k where k.sender_id = $1 and k.system is null and k.deleted_at is null',
  }),
  defineExportPart({
    file: 'message-reactions.jsonl',
    tables: ['message_reaction'],
    key: 'r.id',
    line: `jsonb_build_object('conversationId', k.conversation_id, 'seq', k.seq, 'emoji', r.emoji, 'createdAt', ${isoTime('r.created_at')})`,
    from: 'message_reaction r join message k on k.id = r.message_id where r.profile_id = $1',
  }),
];
