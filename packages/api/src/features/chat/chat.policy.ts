import type { ConversationRole } from '@rookery/contract';
import { DomainError } from '../../kernel/errors.ts';
import { befriended, follows, mayMeetId } from '../graph/index.ts';

/** What members of a group conversation do beside talking. */
type Deed = 'update' | 'addMembers' | 'removeMember' | 'removeAdmin' | 'removeOwner' | 'setRole' | 'deleteMessages';

/** Who may do what in a group conversation. */
const allowed: Record<Deed, readonly ConversationRole[]> = {
  update: ['owner', 'admin'],
  addMembers: ['owner', 'admin'],
  removeMember: ['owner', 'admin'],
  removeAdmin: ['owner'],
  removeOwner: [],
  setRole: ['owner'],
  deleteMessages: ['owner', 'admin'],
};

/** Whether a member may do something in a group conversation. */
export function isAllowed(role: ConversationRole, deed: Deed): boolean {
  return allowed[deed].includes(role);
}

/** The deed that it is to remove a member who has this role. */
export function removing(role: ConversationRole): Deed {
  return ({ member: 'removeMember', admin: 'removeAdmin', owner: 'removeOwner' } as const)[role];
}

/** Refuses what the role of a member does not allow. */
export function assertAllowed(role: ConversationRole, deed: Deed): void {
  if (!isAllowed(role, deed)) throw new DomainError('role_required');
}

/** SQL expression: the other one of the direct conversation `c`. */
export function otherOf(conversation: string, profileId: string): string {
  return `(case when ${conversation}.one_id = ${profileId} then ${conversation}.other_id else ${conversation}.one_id end)`;
}

/**
 * SQL condition: a member may see a conversation; `c` and `m` are aliases of it and of the membership. A direct one is hidden while
 * either has blocked the other, or the other one is hidden. Every list, count, search and event of chat stands on this one.
 */
export function mayReadConversation(c: string, m: string, viewer: string): string {
  const other = otherOf(c, `${m}.profile_id`);
  return `(${m}.folder <> 'declined' and (${c}.kind = 'group' or ${mayMeetId(other, viewer)}))`;
}

/** SQL condition: a conversation stands in the lists of a member; a direct one of which nothing was said only in those of who began it. */
export function isListed(c: string, m: string): string {
  return `(${c}.kind = 'group' or ${c}.last_seq > 0 or ${c}.created_by = ${m}.profile_id)`;
}

/** SQL expression: somebody lets the sender `a` write to him who has not accepted anything of him yet. */
function letsWrite(receiverId: string): string {
  return `case (select s.messages_from from privacy_setting s where s.profile_id = ${receiverId})
    when 'friends' then ${befriended(receiverId, 'a')}
    when 'following' then ${befriended(receiverId, 'a')} or ${follows(receiverId, 'a')} else true end`;
}

/** SQL condition: the membership `o` is of somebody who takes nothing from the sender `a`; null where there is no other one. */
export const isRefused = `(o.folder <> 'inbox' and not (${letsWrite('o.profile_id')}))`;

/** SQL condition: somebody is there for others, and not about to leave. */
export function isShown(profileId: string): string {
  return `not exists (select from profile gone where gone.id = ${profileId} and gone.hidden_at is not null offset 0)`;
}
