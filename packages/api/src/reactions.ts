import { chatReactions } from './features/chat/index.ts';
import { tokenReactions } from './features/developer/index.ts';
import { feedReactions } from './features/feeds/index.ts';
import { hashtagReactions } from './features/hashtags/index.ts';
import { groupNotificationReactions, notificationReactions } from './features/notifications/index.ts';
import { groupPostReactions, postReactions, watchReactions } from './features/posts/index.ts';
import { presenceReactions } from './features/presence/index.ts';
import { profileReactions } from './features/profiles/index.ts';
import { searchReactions } from './features/search/index.ts';
import type { Reaction } from './kernel/app.ts';

/** What slices do about the events of slices below them. */
export const reactions: readonly Reaction[] = [
  ...profileReactions,
  ...postReactions,
  ...groupPostReactions,
  ...watchReactions,
  ...hashtagReactions,
  ...feedReactions,
  ...chatReactions,
  ...presenceReactions,
  ...notificationReactions,
  ...groupNotificationReactions,
  ...searchReactions,
  ...tokenReactions,
];
