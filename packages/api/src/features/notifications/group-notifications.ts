import type { Reaction } from '../../kernel/app.ts';
import { reactInTransaction } from '../../kernel/event.ts';
import {
  groupDeleted,
  groupInviteClosed,
  groupInvited,
  groupJoinRequestClosed,
  groupJoinRequested,
} from '../groups/index.ts';
import { forgetGroupJob } from './notifications.jobs.ts';
import { type Deed, notify, notifyAll, recordTakenBack, takingBack, unnotify } from './notify.ts';

type Invite = NonNullable<(typeof groupInvited)['payload']>;

const inviteDeed = ({ groupId, inviterId, inviteeId }: Invite): Deed => ({
  type: 'group_invite',
  recipientId: inviteeId,
  actorId: inviterId,
  subjectId: groupId,
  groupId,
});

const takeRequestBack = takingBack(
  'notifications.take-join-request-back',
  `select n.id, n.actor_count, a.actor_id from notification n join notification_actor a on a.notification_id = n.id and a.actor_id = $2
   where n.subject_id = $1 and n.type = 'group_join_request'`,
);

/** What is told of groups, and taken back. */
export const groupNotificationReactions: readonly Reaction[] = [
  reactInTransaction(groupInvited, (tx, invite) => notify(tx, inviteDeed(invite))),
  reactInTransaction(groupInviteClosed, (tx, invite) => unnotify(tx, inviteDeed(invite))),
  reactInTransaction(groupJoinRequested, (tx, { groupId, requesterId, staffIds }) =>
    notifyAll(tx, {
      type: 'group_join_request',
      actorId: requesterId,
      subjectId: groupId,
      groupId,
      recipientIds: staffIds,
    }),
  ),
  reactInTransaction(groupJoinRequestClosed, async (tx, { groupId, requesterId }) =>
    recordTakenBack(tx, await tx.sql.rows(takeRequestBack, [groupId, requesterId])),
  ),
  reactInTransaction(groupDeleted, (tx, { groupId }) => tx.enqueue(forgetGroupJob, { groupId })),
];
