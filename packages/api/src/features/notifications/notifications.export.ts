import type { ExportPart } from '../../kernel/app.ts';
import { defineExportPart, isoTime } from '../../kernel/export-part.ts';
import { mayMeet } from '../graph/index.ts';
import { mayReadNotification } from './notification.policy.ts';

const actors = `array(select p.username from (
    select actor_id, id from notification_actor a where a.notification_id = n.id order by a.id desc limit 5
  ) newest join profile p on p.id = newest.actor_id where ${mayMeet('p', '$1')} order by newest.id desc)`;

/** What somebody takes with him of what he was told. */
export const exportedNotifications: readonly ExportPart[] = [
  defineExportPart({
    file: 'notifications.jsonl',
    tables: ['notification', 'notification_actor'],
    key: 'n.id',
    line: `jsonb_build_object('id', n.id, 'type', n.type, 'postId', n.post_id, 'actors', ${actors}, 'actorCount', n.actor_count,
      'createdAt', ${isoTime('n.created_at')}, 'readAt', ${isoTime('n.read_at')})`,
    from: `notification n where n.recipient_id = $1 and ${mayReadNotification('n')}`,
  }),
  defineExportPart({
    file: 'notification-settings.jsonl',
    tables: ['notification_setting'],
    key: 's.key',
    line: `jsonb_build_object('type', s.type, 'inApp', s.in_app, 'push', s.push, 'email', s.email, 'from', s.from_whom)`,
    from: `(select *, md5(type)::uuid as key from notification_setting where profile_id = $1) s where true`,
  }),
];
