import type { ExportPart } from '../../kernel/app.ts';
import { defineExportPart, isoTime } from '../../kernel/export-part.ts';
import { isShownTo, mayMeet } from './visibility.ts';

/** Where rows `r` name somebody else `p`; people whom the owner may not meet are left out. */
interface Tie {
  table: string;
  own: string;
  other: string;
  may?: string;
  more?: string;
}

const people = (file: string, { table, own, other, may = mayMeet('p', '$1'), more = '' }: Tie): ExportPart =>
  defineExportPart({
    file,
    tables: [table],
    key: 'r.id',
    line: `jsonb_build_object('id', p.id, 'username', p.username, 'createdAt', ${isoTime('r.created_at')}${more})`,
    from: `${table} r join profile p on p.id = r.${other} where r.${own} = $1 and ${may}`,
  });

/** What somebody takes with him of whom he knows: the names of people as he may see them. */
export const exportedTies: readonly ExportPart[] = [
  people('following.jsonl', { table: 'follow', own: 'follower_id', other: 'followee_id' }),
  people('followers.jsonl', { table: 'follow', own: 'followee_id', other: 'follower_id' }),
  people('follow-requests-sent.jsonl', { table: 'follow_request', own: 'follower_id', other: 'followee_id' }),
  people('follow-requests-received.jsonl', { table: 'follow_request', own: 'followee_id', other: 'follower_id' }),
  people('friends.jsonl', { table: 'friendship', own: 'profile_id', other: 'friend_id' }),
  // NOTE: who sent a request is not told that it was rejected.
  people('friend-requests-sent.jsonl', {
    table: 'friend_request',
    own: 'sender_id',
    other: 'receiver_id',
    more: `, 'status', r.sender_status`,
  }),
  people('friend-requests-received.jsonl', {
    table: 'friend_request',
    own: 'receiver_id',
    other: 'sender_id',
    more: `, 'status', r.status`,
  }),
  people('blocks.jsonl', { table: 'block', own: 'blocker_id', other: 'blocked_id', may: isShownTo('p', '$1') }),
  people('mutes.jsonl', {
    table: 'mute',
    own: 'muter_id',
    other: 'muted_id',
    more: `, 'until', ${isoTime('r.until')}`,
  }),
];
