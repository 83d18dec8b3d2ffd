export { type Conversations, type Messages, useConversations, useMessages } from './chat.ts';
export { RookeryProvider, type RookeryProviderProps, useRookery, useSession } from './context.ts';
export { type Feed, useFeed } from './feed.ts';
export {
  type Notifications,
  type Typing,
  type UnreadCounts,
  useNotifications,
  useTyping,
  useUnreadCounts,
} from './live.ts';
export {
  type BookmarkInput,
  type FollowInput,
  type LikeInput,
  useBookmarkPost,
  useFollowUser,
  useLikePost,
} from './mutations.ts';
export { usePresence } from './presence.ts';
export { usePost, useProfile } from './reads.ts';
