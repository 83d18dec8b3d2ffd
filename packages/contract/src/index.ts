export {
  AccountRole,
  AccountView,
  ChangePasswordInput,
  Done,
  Email,
  ListSessionsInput,
  LoginInput,
  Nothing,
  Password,
  RefreshInput,
  RegisterInput,
  RequestPasswordResetInput,
  ResetPasswordInput,
  Session,
  SessionInfo,
  SessionPage,
  VerifyEmailInput,
} from './auth.ts';
export {
  DraftContent,
  DraftPage,
  DraftView,
  ScheduledPost,
  ScheduledPostPage,
  UpdateDraftInput,
  UpdateScheduledInput,
} from './drafts.ts';
export {
  EphemeralEvent,
  EphemeralInput,
  EphemeralTopic,
  FeedNew,
  FollowRequested,
  FriendRequested,
  FriendUpdated,
  NotificationCreated,
  NotificationDeleted,
  NotificationRead,
  NotificationUpdated,
  StreamEvent,
  StreamHead,
  StreamInput,
  StreamReset,
} from './events.ts';
export {
  FeedItem,
  FeedPage,
  FeedReason,
} from './feed.ts';
export {
  ByRequestId,
  FriendDirection,
  FriendRequestPage,
  FriendRequestStatus,
  FriendRequestView,
  ListFriendRequestsInput,
} from './friends.ts';
export {
  ByUserId,
  FollowRequestPage,
  FollowRequestView,
  MuteInput,
  MutePage,
  MuteView,
} from './graph.ts';
export {
  ByTag,
  foldHashtag,
  Hashtag,
  HashtagPage,
  HashtagView,
  hashtagWord,
  OfTagInput,
  TrendingInput,
  TrendPage,
  TrendView,
  TrendWindow,
} from './hashtags.ts';
export {
  ById,
  Id,
  Username,
} from './ids.ts';
export { type Limits, limits } from './limits.ts';
export {
  ChangeEmailInput,
  ChangeUsernameInput,
  DeleteAccountInput,
  Me,
  PlannedDeletion,
  RequestedExport,
} from './me.ts';
export { AltText, MediaVariant, MediaView, UpdateMediaInput, UploadMediaInput } from './media.ts';
export {
  ListNotificationsInput,
  MarkAllReadInput,
  MarkReadInput,
  NotificationPage,
  NotificationType,
  NotificationView,
  UnreadCount,
} from './notifications.ts';
export {
  type Page,
  PageInput,
  pageFields,
  pageOf,
} from './page.ts';
export { NewPoll, PollOptionView, PollView, VoteInput } from './polls.ts';
export {
  CreatePostInput,
  Facet,
  ListLikersInput,
  ListRepliesInput,
  ListUserPostsInput,
  OfPostInput,
  PostPage,
  PostRevision,
  PostRevisionPage,
  PostView,
  PostViewer,
  PostVisibility,
  QuotedPost,
  UpdatePostInput,
} from './posts.ts';
export {
  GetUserInput,
  ListUsersInput,
  OfUserInput,
  ProfileChanges,
  ProfilePage,
  ProfileSummary,
  ProfileView,
  ProfileViewer,
} from './profiles.ts';
export {
  type ErrorCode,
  InputIssue,
  type Reason,
  reasons,
} from './reasons.ts';
export { SearchAllInput, SearchInput, SearchPostsInput, SearchResults } from './search.ts';
export { SystemInfo } from './system.ts';
export {
  countGraphemes,
  multilineText,
  singleLineText,
} from './text.ts';
export { PostThread, PostWatchEvent, ThreadEntry } from './threads.ts';
