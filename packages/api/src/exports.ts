import { exportedAccount } from './features/accounts/index.ts';
import { exportedSessions } from './features/auth/index.ts';
import { exportedConversations } from './features/chat/index.ts';
import { exportedTokens } from './features/developer/index.ts';
import { exportedTies } from './features/graph/index.ts';
import { exportedGroups } from './features/groups/index.ts';
import { exportedHashtags } from './features/hashtags/index.ts';
import { exportedFiles, exportedMedia } from './features/media/index.ts';
import { exportedNotifications } from './features/notifications/index.ts';
import { exportedPosts } from './features/posts/index.ts';
import { exportedPresence } from './features/presence/index.ts';
import { exportedProfile } from './features/profiles/index.ts';
import type { ExportContents } from './kernel/app.ts';

/** What slices give somebody who takes everything with him. */
export const exported: ExportContents = {
  parts: [
    ...exportedAccount,
    ...exportedProfile,
    ...exportedSessions,
    ...exportedTokens,
    ...exportedMedia,
    ...exportedTies,
    ...exportedGroups,
    ...exportedPosts,
    ...exportedHashtags,
    ...exportedPresence,
    ...exportedConversations,
    ...exportedNotifications,
  ],
  files: exportedFiles,
};
