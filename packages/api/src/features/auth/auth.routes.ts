import {
  ById,
  ChangePasswordInput,
  Done,
  ListSessionsInput,
  LoginInput,
  Nothing,
  RefreshInput,
  RegisterInput,
  RequestPasswordResetInput,
  ResetPasswordInput,
  Session,
  SessionPage,
  VerifyEmailInput,
} from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { open, signedIn } from '../../kernel/trpc.ts';
import { changePassword } from './change-password.ts';
import { listSessions } from './list-sessions.ts';
import { logIn } from './log-in.ts';
import { logOut } from './log-out.ts';
import { logOutEverywhere } from './log-out-everywhere.ts';
import { refreshSession } from './refresh-session.ts';
import { register } from './register.ts';
import { requestEmailVerification } from './request-email-verification.ts';
import { requestPasswordReset } from './request-password-reset.ts';
import { resetPassword } from './reset-password.ts';
import { revokeSession } from './revoke-session.ts';
import { verifyEmail } from './verify-email.ts';

const scope = 'session';

export const authRoutes = {
  register: open({
    doc: 'Opens an account with its profile and signs it in; a mail asks to verify the address.',
    scope,
    rest: 'POST /auth/register',
    created: '/users/{profile.id}',
    effect: 'create',
    limit: 'register',
  })
    .input(RegisterInput)
    .output(Session)
    .mutation(register),

  login: open({
    doc: 'Signs in by e-mail address or username.',
    scope,
    rest: 'POST /auth/login',
    effect: 'create',
    limit: 'login',
  })
    .input(LoginInput)
    .output(Session)
    .mutation(logIn),

  refresh: open({
    doc: 'Exchanges the refresh token for a new one and a fresh access token; an old one used again ends the session.',
    scope,
    rest: 'POST /auth/refresh',
    effect: 'update',
  })
    .input(RefreshInput)
    .output(Session)
    .mutation(refreshSession),

  logout: signedIn({ doc: 'Ends this session.', scope, rest: 'POST /auth/logout', effect: 'delete' })
    .input(Nothing)
    .output(Done)
    .mutation(logOut),

  logoutAll: signedIn({
    doc: 'Ends every session of the account, this one too.',
    scope,
    rest: 'POST /auth/logout-all',
    effect: 'delete',
  })
    .input(Nothing)
    .output(Done)
    .mutation(logOutEverywhere),

  sessions: signedIn({ doc: 'Lists where the account is signed in, newest first.', scope, rest: 'GET /auth/sessions' })
    .input(ListSessionsInput)
    .output(SessionPage)
    .query(listSessions),

  revokeSession: signedIn({
    doc: 'Signs one device of the account out.',
    scope,
    rest: 'DELETE /auth/sessions/{id}',
    effect: 'delete',
  })
    .input(ById)
    .output(Done)
    .mutation(revokeSession),

  changePassword: signedIn({
    doc: 'Changes the password and ends all other sessions.',
    scope,
    rest: 'POST /auth/password',
    effect: 'update',
  })
    .input(ChangePasswordInput)
    .output(Done)
    .mutation(changePassword),

  requestPasswordReset: open({
    doc: 'Mails a link to set a new password; answers alike whether or not an account has the address.',
    scope,
    rest: 'POST /auth/password-reset',
    effect: 'update',
    limit: 'mail',
  })
    .input(RequestPasswordResetInput)
    .output(Done)
    .mutation(requestPasswordReset),

  resetPassword: open({
    doc: 'Sets a new password by the token of the mail, and ends every session.',
    scope,
    rest: 'POST /auth/password-reset/confirm',
    effect: 'update',
  })
    .input(ResetPasswordInput)
    .output(Done)
    .mutation(resetPassword),

  requestEmailVerification: signedIn({
    doc: 'Mails a link that proves the e-mail address of the account.',
    scope,
    rest: 'POST /auth/email-verification',
    effect: 'update',
    limit: 'mail',
  })
    .input(Nothing)
    .output(Done)
    .mutation(requestEmailVerification),

  verifyEmail: open({
    doc: 'Proves the e-mail address by the token of the mail.',
    scope,
    rest: 'POST /auth/email-verification/confirm',
    effect: 'update',
  })
    .input(VerifyEmailInput)
    .output(Done)
    .mutation(verifyEmail),
} satisfies TRPCRouterRecord;
