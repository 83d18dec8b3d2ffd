import type {
  NotificationSetting,
  NotificationSettings,
  NotificationSettingType,
  NotificationSource,
} from '@rookery/contract';
import type { SignedInCall } from '../../../kernel/context.ts';
import { type Sql, statement } from '../../../kernel/sql.ts';
import { defaultSetting, ofEachType } from './default-settings.ts';

interface Row {
  type: NotificationSettingType;
  in_app: boolean;
  push: boolean;
  email: boolean;
  from_whom: NotificationSource;
}

const selectSettings = statement<Row>(
  'notifications.settings',
  'select type, in_app, push, email, from_whom from notification_setting where profile_id = $1',
);

/** What somebody wants to be told of, by type. */
export async function readSettings(
  sql: Sql,
  profileId: string,
): Promise<Record<NotificationSettingType, NotificationSetting>> {
  const rows = await sql.rows(selectSettings, [profileId]);
  const set = new Map(rows.map((row) => [row.type, row]));
  return ofEachType((type) => {
    const row = set.get(type);
    return row ? { inApp: row.in_app, push: row.push, email: row.email, from: row.from_whom } : defaultSetting(type);
  });
}

/** What the caller wants to be told of, and how. */
export async function getNotificationSettings({ ctx }: SignedInCall): Promise<NotificationSettings> {
  return { types: await readSettings(ctx.app.sql, ctx.viewer.id) };
}
