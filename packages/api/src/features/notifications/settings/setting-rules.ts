import { blocks, mutes } from '../../graph/index.ts';

/** SQL: joins what a recipient has set of a type, as `setting`; both are expressions. */
export function joinSetting(recipientId: string, type: string): string {
  return `left join notification_setting setting on setting.profile_id = ${recipientId} and setting.type = ${type}`;
}

/** SQL predicate: by the joined setting, the recipient wants to be told of the actor, an expression that gives an id or null. */
export function tellsOf(recipientId: string, actorId: string): string {
  return `(setting.from_whom is null or setting.from_whom = 'anyone' or ${actorId} is null
    or (setting.from_whom = 'following' and knows(${recipientId}, ${actorId})))`;
}

/** SQL predicate: neither has blocked the other, nor has the recipient muted the actor; both are expressions that give ids. */
export function hears(recipientId: string, actorId: string): string {
  return `not (${blocks(recipientId, actorId)} or ${blocks(actorId, recipientId)} or ${mutes(recipientId, actorId)})`;
}
