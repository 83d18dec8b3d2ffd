export { type CapturedMail, listCapturedMail } from './features/accounts/index.ts';
export {
  type Authenticator,
  createAdmin,
  isRevoked,
  promoteToAdmin,
  type Revocation,
} from './features/auth/index.ts';
export { rebuildTimeline } from './features/feeds/index.ts';
export { rankPopular, recount as recountGraph } from './features/graph/index.ts';
export { rankTrends, recountHashtags, windowSlots } from './features/hashtags/index.ts';
export { completeImage, readFileLabel } from './features/media/index.ts';
export { readUnsubscribeToken, unsubscribeToken } from './features/notifications/index.ts';
export {
  closePollJob,
  publishScheduledJob,
  readFacetsOfEach,
  recountJob as recountPosts,
} from './features/posts/index.ts';
export { indexMissing, vectorOf } from './features/search/index.ts';
export { type Access, type Declaration, hasRole, type RestRoute, writeCost } from './kernel/access.ts';
export { advisoryLocks } from './kernel/advisory-locks.ts';
export type { ApiSettings, App, FinishedCall, RecountReports, Transaction } from './kernel/app.ts';
export type { CookieJar, Identity, RequestContext, Viewer } from './kernel/context.ts';
export { DomainError, invalidInput } from './kernel/errors.ts';
export { takesFile } from './kernel/form.ts';
export { newId } from './kernel/id.ts';
export type { Clock, Logger, Mail, Mailer, OpenFile } from './kernel/ports.ts';
export { type DeclaredProcedure, listProcedures } from './kernel/procedures.ts';
export { addressKey } from './kernel/rate-limit.ts';
export { preparedName, type Sql, type Statement, statement } from './kernel/sql.ts';
export { transact } from './kernel/transaction.ts';
export { domainErrorOf, type ErrorShape, shapeError, toTrpcError } from './kernel/trpc-errors.ts';
export { wire } from './kernel/wire.ts';
export { refuseDepth } from './kernel/wire-input.ts';
export { migrate, NewerDatabaseError, pendingMigrations } from './migrate.ts';
export { type AppOptions, type OpenApp, openApp } from './open-app.ts';
export { openAuthenticator } from './open-authenticator.ts';
export { createLogger } from './platform/logger.ts';
export { type AppRouter, appRouter } from './router.ts';
