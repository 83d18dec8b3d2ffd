import type { ExportPart } from '../../kernel/app.ts';
import { defineExportPart, isoTime } from '../../kernel/export-part.ts';
import { isShownTo, mayMeet } from './visibility.ts';

/** SQL: whose profile `p` the row `r` names; people whom the owner may not meet are left out. */
const joined = (table: string, own: string, other: string, may = mayMeet('p', '$1')) =>
  `${table} r join profile p on p.id = r.${other} where r.${own} = $1 and ${may}`;

const people = (file: string, tables: readonly string[], from: string, more = ''): ExportPart =>
  defineExportPart({
    file,
    tables,
    key: 'r.id',
    line: `jsonb_build_object('id', p.id, 'username', p.username, 'createdAt', ${isoTime('r.created_at')}${more})`,
    from,
  });

/** What somebody takes with him of whom he knows: the names of people as he may see them. */
export const exportedTies: readonly ExportPart[] = [
  people('following.jsonl', ['follow'], joined('follow', 'follower_id', 'followee_id')),
  people('followers.jsonl', ['follow'], joined('follow', 'followee_id', 'follower_id')),
  people('follow-requests-sent.jsonl', ['follow_request'], joined('follow_request', 'follower_id', 'followee_id')),
  people('follow-requests-received.jsonl', ['follow_request'], joined('follow_request', 'followee_id', 'follower_id')),
  people('friends.jsonl', ['friendship'], joined('friendship', 'profile_id', 'friend_id')),
  // NOTE: who sent a request is not told that it was rejected.
  people(
    'friend-requests-sent.jsonl',
    ['friend_request'],
    joined('friend_request', 'sender_id', 'receiver_id'),
    `, 'status', r.sender_status`,
  ),
  people(
    'friend-requests-received.jsonl',
    ['friend_request'],
    joined('friend_request', 'receiver_id', 'sender_id'),
    `, 'status', r.status`,
  ),
  people('blocks.jsonl', ['block'], joined('block', 'blocker_id', 'blocked_id', isShownTo('p', '$1'))),
  people('mutes.jsonl', ['mute'], joined('mute', 'muter_id', 'muted_id'), `, 'until', ${isoTime('r.until')}`),
];
