import { z } from 'zod';
import { Id, Username } from './ids.ts';
import { limits } from './limits.ts';
import { MediaView } from './media.ts';
import { pageFields, pageOf } from './page.ts';
import { multilineText, singleLineText } from './text.ts';

export const ProfileSummary = z
  .object({
    id: Id,
    username: z.string(),
    displayName: z.string(),
    avatar: MediaView.nullable(),
    isBot: z.boolean(),
  })
  .describe('The public face of an account, as small as other things show it.');
export type ProfileSummary = z.infer<typeof ProfileSummary>;

export const ProfileViewer = z
  .object({
    following: z.boolean().describe('The caller follows it.'),
    followedBy: z.boolean().describe('It follows the caller.'),
    followRequested: z.boolean().describe('The caller asked to follow and waits for approval.'),
    friend: z.boolean().describe('The two are friends.'),
    friendRequest: z
      .enum(['incoming', 'outgoing'])
      .nullable()
      .describe('Who of the two waits for an answer: incoming if it asked, outgoing if the caller did.'),
    blocking: z.boolean().describe('The caller blocks it.'),
    muting: z.boolean().describe('The caller mutes it.'),
  })
  .describe('How the caller stands to a profile.');
export type ProfileViewer = z.infer<typeof ProfileViewer>;

export const ProfileView = z
  .object({
    id: Id,
    username: z.string(),
    displayName: z.string(),
    bio: z.string(),
    location: z.string(),
    website: z.string(),
    status: z.string(),
    avatar: MediaView.nullable(),
    banner: MediaView.nullable(),
    isPrivate: z.boolean().describe('Its posts are for approved followers alone.'),
    isBot: z.boolean().describe('A program posts in its name.'),
    createdAt: z.date().describe('When the user came.'),
    followerCount: z.int(),
    followingCount: z.int(),
    friendCount: z.int(),
    postCount: z.int(),
    viewer: ProfileViewer.nullable().describe('Null for an anonymous caller.'),
  })
  .describe('The public face of an account.');
export type ProfileView = z.infer<typeof ProfileView>;

export const ProfilePage = pageOf(ProfileView).describe('A page of profiles.');
export type ProfilePage = z.infer<typeof ProfilePage>;

export const GetUserInput = z
  .union([z.strictObject({ id: Id }), z.strictObject({ username: Username })])
  .describe('A profile by its id or by its username.');
export type GetUserInput = z.infer<typeof GetUserInput>;

export const ListUsersInput = z
  .strictObject({
    query: singleLineText(100).optional().describe('Start of a username or of a word in the display name.'),
    ...pageFields,
  })
  .describe('Which profiles, newest first.');
export type ListUsersInput = z.infer<typeof ListUsersInput>;

export const OfUserInput = z
  .strictObject({ id: Id.describe('Whose list.'), ...pageFields })
  .describe('A list of one profile.');
export type OfUserInput = z.infer<typeof OfUserInput>;

export const ProfileChanges = z
  .strictObject({
    displayName: singleLineText(limits.displayName).min(1).describe('1 to 50 graphemes.'),
    bio: multilineText(limits.bio).describe('Up to 500 graphemes, in several lines.'),
    location: singleLineText(limits.location).describe('Up to 100 graphemes.'),
    website: z
      .union([z.literal(''), z.url({ protocol: /^https?$/ }).max(limits.website)])
      .describe('An address that begins with http:// or https://; empty takes it away.'),
    status: singleLineText(limits.status).describe('What the user is about just now; up to 100 graphemes.'),
    isPrivate: z.boolean().describe('Whether posts are for approved followers alone; requests to follow then wait.'),
    avatarId: Id.nullable().describe('An own image; null takes it away.'),
    bannerId: Id.nullable().describe('An own image; null takes it away.'),
  })
  .partial()
  .describe('What to change of the own profile; absent fields stay.');
export type ProfileChanges = z.infer<typeof ProfileChanges>;
