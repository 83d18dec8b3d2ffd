import type { NotificationView } from '@rookery/sdk';

const deeds: Record<NotificationView['type'], string> = {
  like: 'liked your post',
  reply: 'replied to you',
  mention: 'mentioned you',
  follow: 'followed you',
  follow_request: 'asked to follow you',
  repost: 'reposted your post',
  quote: 'quoted your post',
  friend_request: 'asked to be your friend',
  friend_accepted: 'is your friend now',
  group_invite: 'invited you to a group',
  group_join_request: 'asked to join your group',
  message_request: 'would like to write to you',
  poll_ended: 'asked in a poll that has ended',
  moderation: 'decided on something that concerns you',
};

const unnamed: Partial<typeof deeds> = { moderation: 'The moderators', poll_ended: 'You' };

/** Who did something, as briefly as it can be said: "Ada and 3 others". */
export function whoOf({ type, actors, actorCount }: NotificationView): string {
  const [first, second] = actors;
  if (!first) return unnamed[type] ?? 'Somebody';
  if (actorCount <= 1) return first.displayName;
  if (actorCount === 2 && second) return `${first.displayName} and ${second.displayName}`;
  return `${first.displayName} and ${actorCount - 1} others`;
}

/** What was done. */
export function deedOf({ type }: NotificationView): string {
  return deeds[type];
}
