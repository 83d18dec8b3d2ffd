import type { NotificationView } from '@rookery/sdk';

const deeds: Partial<Record<NotificationView['type'], string>> = {
  like: 'liked your post',
  reply: 'replied to you',
  mention: 'mentioned you',
  follow: 'followed you',
  follow_request: 'asked to follow you',
  repost: 'reposted your post',
  quote: 'quoted your post',
};

/** Who did something, as briefly as it can be said: "Ada and 3 others". */
export function whoOf({ actors, actorCount }: NotificationView): string {
  const [first, second] = actors;
  if (!first) return 'Somebody';
  if (actorCount === 1) return first.displayName;
  if (actorCount === 2 && second) return `${first.displayName} and ${second.displayName}`;
  return `${first.displayName} and ${actorCount - 1} others`;
}

/** What was done. */
export function deedOf({ type }: NotificationView): string {
  return deeds[type] ?? 'did something that concerns you';
}
