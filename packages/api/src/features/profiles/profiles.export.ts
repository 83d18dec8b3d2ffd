import type { ExportPart } from '../../kernel/app.ts';
import { defineExportPart, isoTime } from '../../kernel/export-part.ts';

/** What somebody takes with him of his profile. */
export const exportedProfile: readonly ExportPart[] = [
  defineExportPart({
    file: 'profile.jsonl',
    tables: ['profile', 'username_history'],
    key: 'p.id',
    line: `jsonb_build_object('id', p.id, 'username', p.username, 'displayName', p.display_name, 'bio', p.bio, 'location', p.location,
      'website', p.website, 'status', p.status, 'isPrivate', p.is_private, 'avatarId', p.avatar_id, 'bannerId', p.banner_id,
      'followerCount', p.follower_count, 'followingCount', p.following_count, 'friendCount', p.friend_count,
      'postCount', p.post_count, 'createdAt', ${isoTime('p.created_at')}, 'earlierUsernames', array(
        select h.username from username_history h where h.profile_id = p.id order by h.released_at))`,
    from: 'profile p where p.id = $1',
  }),
  defineExportPart({
    file: 'privacy.jsonl',
    tables: ['privacy_setting'],
    key: 's.profile_id',
    line: `jsonb_build_object('messagesFrom', s.messages_from, 'readReceipts', s.read_receipts, 'showPresence', s.shows_presence)`,
    from: 'privacy_setting s where s.profile_id = $1',
  }),
];
