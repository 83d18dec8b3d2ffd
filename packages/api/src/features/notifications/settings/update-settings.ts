import type {
  NotificationSetting,
  NotificationSettingChanges,
  NotificationSettings,
  NotificationSettingType,
  UpdateNotificationSettingsInput,
} from '@rookery/contract';
import type { Transaction } from '../../../kernel/app.ts';
import type { SignedInCall } from '../../../kernel/context.ts';
import { invalidInput } from '../../../kernel/errors.ts';
import { statement } from '../../../kernel/sql.ts';
import { transact } from '../../../kernel/transaction.ts';
import { defaultSetting, ofEachType } from './default-settings.ts';
import { readSettings } from './read-settings.ts';

/** What is to be otherwise, by type. */
export type SettingChanges = NonNullable<UpdateNotificationSettingsInput['types']>;

/** NOTE: who changes some holds the profile, so that two changes at once of one type both stay. */
const holdProfile = statement('notifications.hold-settings', 'select from profile where id = $1 for no key update');

const keepOthers = statement(
  'notifications.keep-settings',
  `insert into notification_setting (profile_id, type, in_app, push, email, from_whom)
   select $1, * from unnest($2::text[], $3::boolean[], $4::boolean[], $5::boolean[], $6::text[])
   on conflict (profile_id, type) do update set in_app = excluded.in_app, push = excluded.push, email = excluded.email, from_whom = excluded.from_whom`,
);

const dropDefaults = statement(
  'notifications.drop-default-settings',
  'delete from notification_setting where profile_id = $1 and type = any($2::text[])',
);

/** Changes what somebody wants to be told of; does nothing when he is gone. */
export async function changeSettings(
  tx: Transaction,
  profileId: string,
  changes: SettingChanges,
): Promise<NotificationSettings> {
  const isThere = (await tx.sql.first(holdProfile, [profileId])) !== null;
  const before = await readSettings(tx.sql, profileId);
  const types = ofEachType((type) => merged(before[type], changes[type] ?? {}));
  const changed = isThere ? typesOf(changes) : [];
  const usual = changed.filter((type) => isDefault(type, types[type]));
  const others = changed.filter((type) => !usual.includes(type));
  if (usual.length > 0) await tx.sql.run(dropDefaults, [profileId, usual]);
  if (others.length > 0) await tx.sql.run(keepOthers, [profileId, others, ...columnsOf(others.map((t) => types[t]))]);
  return { types };
}

function typesOf(changes: SettingChanges): NotificationSettingType[] {
  const given = ofEachType((type) => (changes[type] === undefined ? [] : [type]));
  return Object.values(given).flat();
}

function columnsOf(settings: readonly NotificationSetting[]): unknown[][] {
  return [
    settings.map(({ inApp }) => inApp),
    settings.map(({ push }) => push),
    settings.map(({ email }) => email),
    settings.map(({ from }) => from),
  ];
}

function merged(before: NotificationSetting, changes: NotificationSettingChanges): NotificationSetting {
  return {
    inApp: changes.inApp ?? before.inApp,
    push: changes.push ?? before.push,
    email: changes.email ?? before.email,
    from: changes.from ?? before.from,
  };
}

function isDefault(type: NotificationSettingType, { inApp, push, email, from }: NotificationSetting): boolean {
  const usual = defaultSetting(type);
  return inApp === usual.inApp && push === usual.push && email === usual.email && from === usual.from;
}

/** Changes what the caller wants to be told of from now on; what he was told stays. */
export async function updateNotificationSettings({
  ctx,
  input,
}: SignedInCall<UpdateNotificationSettingsInput>): Promise<NotificationSettings> {
  const { types = {} } = input;
  const { inApp = true, from = 'anyone' } = types.moderation ?? {};
  if (!inApp) throw invalidInput(['types', 'moderation', 'inApp'], 'is always told here');
  if (from !== 'anyone') throw invalidInput(['types', 'moderation', 'from'], 'is told whoever it comes from');
  return transact(ctx, (tx) => changeSettings(tx, ctx.viewer.id, types));
}
