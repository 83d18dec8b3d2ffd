// Owns sessions, the tokens that prove them, passwords, and who is behind a bearer token; those who keep personal access tokens
// are asked through a port. It never decides what an account may do.

export { exportedSessions } from './auth.export.ts';
export { cleanUpAuth, mailToken } from './auth.jobs.ts';
export { authRoutes } from './auth.routes.ts';
export { type Authenticator, openAuthenticator } from './authenticator.ts';
export { changeEmail } from './change-email.ts';
export { createAdmin, promoteToAdmin } from './create-admin.ts';
export { eraseSessions } from './erase-sessions.ts';
export type { PersonalTokens } from './personal-tokens.ts';
export { provePassword } from './prove-password.ts';
export { announceRevocation, isRevoked, type Revocation, revokeSessions } from './revocation.ts';
