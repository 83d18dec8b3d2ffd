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
  ByUserId,
  FollowRequestPage,
  FollowRequestView,
} from './graph.ts';
export {
  ById,
  Id,
  Username,
} from './ids.ts';
export { type Limits, limits } from './limits.ts';
export { Me } from './me.ts';
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
export {
  CreatePostInput,
  Facet,
  ListLikersInput,
  ListRepliesInput,
  ListUserPostsInput,
  PostPage,
  PostView,
  PostViewer,
  PostVisibility,
} from './posts.ts';
export {
  GetUserInput,
  ListUsersInput,
  MediaView,
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
export { SystemInfo } from './system.ts';
export {
  countGraphemes,
  multilineText,
  singleLineText,
} from './text.ts';
