import { z } from 'zod';
import { Id, Username } from './ids.ts';
import { limits } from './limits.ts';
import { pageFields, pageOf } from './page.ts';
import { ProfileView } from './profiles.ts';
import { singleLineText } from './text.ts';

export const Email = z.email().max(254).toLowerCase().describe('An e-mail address; kept in lower case.');
export type Email = z.infer<typeof Email>;

export const Password = z
  .string()
  .min(limits.passwordMin)
  .max(limits.passwordMax)
  .refine((value) => value.isWellFormed(), 'contains characters that are not allowed')
  .describe('10 to 256 characters; all of them count. The most common ones are refused with `weak_password`.');
export type Password = z.infer<typeof Password>;

const secretToken = z.string().min(1).max(512);
const givenPassword = z.string().min(1).max(limits.passwordMax);

/** Cookie mode is for browsers: no script can read the token there. */
const cookie = z
  .boolean()
  .optional()
  .describe('Keep the refresh token in an HttpOnly cookie; the answer then carries an empty `refreshToken`.');

export const AccountRole = z.enum(['user', 'moderator', 'admin']).describe('What an account may do as staff.');
export type AccountRole = z.infer<typeof AccountRole>;

export const AccountView = z
  .object({
    id: Id,
    email: z.string().describe('Seen by its owner alone.'),
    emailVerified: z.boolean(),
    role: AccountRole,
    createdAt: z.date(),
    deleteAfter: z
      .date()
      .nullable()
      .describe('When everything of it will be deleted, unless that is cancelled; null where nothing is to be.'),
  })
  .describe('The private side of a user: credentials and role.');
export type AccountView = z.infer<typeof AccountView>;

export const Session = z
  .object({
    account: AccountView,
    profile: ProfileView,
    accessToken: z.string().describe('A JWT of 15 minutes for the Authorization header.'),
    accessTokenExpiresAt: z.date(),
    refreshToken: z.string().describe('Opaque; rotates at every use. Empty in cookie mode.'),
    refreshTokenExpiresAt: z.date(),
  })
  .describe('What signing in gives: who you are, and the tokens to prove it.');
export type Session = z.infer<typeof Session>;

export const RegisterInput = z
  .strictObject({
    email: Email,
    username: Username,
    password: Password,
    displayName: singleLineText(limits.displayName).optional().describe('Defaults to the username.'),
    cookie,
  })
  .describe('A new account and its profile.');
export type RegisterInput = z.infer<typeof RegisterInput>;

export const LoginInput = z
  .strictObject({ login: singleLineText(254).describe('E-mail address or username.'), password: givenPassword, cookie })
  .describe('Credentials of an account.');
export type LoginInput = z.infer<typeof LoginInput>;

export const RefreshInput = z
  .strictObject({
    refreshToken: secretToken.optional().describe('The newest refresh token of the session; absent in cookie mode.'),
  })
  .describe('The refresh token to exchange.');
export type RefreshInput = z.infer<typeof RefreshInput>;

export const SessionInfo = z
  .object({
    id: Id,
    current: z.boolean().describe('Whether it is the session of this call.'),
    userAgent: z.string().nullable(),
    ip: z.string().nullable().describe('The address last seen.'),
    createdAt: z.date(),
    lastUsedAt: z.date(),
    expiresAt: z.date(),
  })
  .describe('A signed-in device.');
export type SessionInfo = z.infer<typeof SessionInfo>;

export const SessionPage = pageOf(SessionInfo).describe('A page of signed-in devices.');
export type SessionPage = z.infer<typeof SessionPage>;

export const ListSessionsInput = z.strictObject(pageFields).describe('Which page of the signed-in devices.');
export type ListSessionsInput = z.infer<typeof ListSessionsInput>;

export const ChangePasswordInput = z
  .strictObject({ current: givenPassword, next: Password })
  .describe('The password in use and the one to come.');
export type ChangePasswordInput = z.infer<typeof ChangePasswordInput>;

export const RequestPasswordResetInput = z.strictObject({ email: Email }).describe('Whose password to reset.');
export type RequestPasswordResetInput = z.infer<typeof RequestPasswordResetInput>;

export const ResetPasswordInput = z
  .strictObject({ token: secretToken.describe('From the mail; works once.'), password: Password })
  .describe('The mailed token and the new password.');
export type ResetPasswordInput = z.infer<typeof ResetPasswordInput>;

export const VerifyEmailInput = z
  .strictObject({ token: secretToken.describe('From the mail; works once.') })
  .describe('The mailed token.');
export type VerifyEmailInput = z.infer<typeof VerifyEmailInput>;

export const Done = z.object({ ok: z.literal(true) }).describe('It is as asked.');
export type Done = z.infer<typeof Done>;

export const Nothing = z.strictObject({}).optional().describe('No input.');
export type Nothing = z.infer<typeof Nothing>;
