import {
  type MailKind,
  type NotificationSetting,
  NotificationSettingType,
  type NotificationSettingType as Type,
} from '@rookery/contract';

/** What letters are about. */
const mailed: ReadonlySet<string> = new Set<MailKind>(['follow', 'mention', 'friend_request', 'message']);

/** How one is told of a type who has set nothing. */
export function defaultSetting(type: Type): NotificationSetting {
  return { inApp: true, push: true, email: mailed.has(type), from: 'anyone' };
}

/** Something for each type. */
export function ofEachType<Value>(make: (type: Type) => Value): Record<Type, Value> {
  const entries = NotificationSettingType.options.map((type) => [type, make(type)]);
  return everyType(Object.fromEntries(entries));
}

/** NOTE: it has been made of the options of the enum, each once. */
const everyType = <Value>(values: { [type: string]: Value }) => values as Record<Type, Value>;
