import { eraseMail } from './features/accounts/index.ts';
import { eraseSessions } from './features/auth/index.ts';
import { eraseConversations } from './features/chat/index.ts';
import { eraseTokens } from './features/developer/index.ts';
import { eraseTimeline } from './features/feeds/index.ts';
import { eraseTies } from './features/graph/index.ts';
import { eraseGroups } from './features/groups/index.ts';
import { eraseHashtags } from './features/hashtags/index.ts';
import { eraseExports } from './features/me/index.ts';
import { eraseMedia } from './features/media/index.ts';
import { eraseDigests, eraseNotifications } from './features/notifications/index.ts';
import {
  eraseBookmarks,
  eraseDrafts,
  eraseLikes,
  eraseMentions,
  erasePosts,
  eraseReposts,
  eraseVotes,
} from './features/posts/index.ts';
import { erasePresence } from './features/presence/index.ts';
import type { Eraser } from './kernel/app.ts';

/**
 * What slices delete when somebody goes for good, in this order. Ties go before posts, so that what tells followers of each
 * post that goes finds none.
 */
export const erasers: readonly Eraser[] = [
  eraseExports,
  eraseNotifications,
  eraseDigests,
  eraseTimeline,
  eraseTies,
  eraseConversations,
  eraseGroups,
  eraseDrafts,
  eraseLikes,
  eraseReposts,
  eraseVotes,
  eraseBookmarks,
  erasePosts,
  eraseMentions,
  eraseHashtags,
  eraseMedia,
  erasePresence,
  eraseTokens,
  eraseSessions,
  eraseMail,
];
