import { z } from 'zod';
import { Id } from './ids.ts';
import { limits } from './limits.ts';
import { pageOf } from './page.ts';
import { singleLineText } from './text.ts';

export const Scope = z
  .enum(['read', 'write:posts', 'write:graph', 'write:chat', 'read:chat', 'notifications', 'media', 'admin'])
  .describe('What a personal access token may be allowed to do; which one a call needs is told with the call.');
export type Scope = z.infer<typeof Scope>;

const Scopes = z
  .array(Scope)
  .min(1)
  .max(Scope.options.length)
  .refine((scopes) => new Set(scopes).size === scopes.length, 'names a scope twice');

export const PersonalToken = z
  .object({
    id: Id,
    name: z.string(),
    scopes: z.array(Scope),
    hint: z.string().describe('The last four characters of the token, to tell it from others.'),
    createdAt: z.date(),
    expiresAt: z.date().nullable().describe('Null: it holds until it is revoked.'),
    lastUsedAt: z.date().nullable().describe('To within some minutes; null: it has not been used.'),
  })
  .describe('A personal access token without its secret.');
export type PersonalToken = z.infer<typeof PersonalToken>;

export const CreatedToken = PersonalToken.extend({
  token: z.string().describe('The token itself, for the Authorization header; it is shown here and never again.'),
}).describe('A new personal access token with its secret.');
export type CreatedToken = z.infer<typeof CreatedToken>;

export const PersonalTokenPage = pageOf(PersonalToken).describe('A page of personal access tokens.');
export type PersonalTokenPage = z.infer<typeof PersonalTokenPage>;

export const CreateTokenInput = z
  .strictObject({
    name: singleLineText(limits.tokenName).min(1).describe('What the token is for; its owner alone sees it.'),
    scopes: Scopes.describe('What the token may do, each scope once; `admin` is for staff.'),
    expiresAt: z.date().optional().describe('In the future, within ten years; absent: it holds until it is revoked.'),
  })
  .describe('A personal access token to be made.');
export type CreateTokenInput = z.infer<typeof CreateTokenInput>;
