import { z } from 'zod';
import { Id } from './ids.ts';
import { limits } from './limits.ts';
import { MediaView } from './media.ts';
import { pageFields, pageOf } from './page.ts';
import { Facet } from './posts.ts';
import { ProfileSummary } from './profiles.ts';
import { multilineText, singleLineText } from './text.ts';

const Seq = z.int().min(1).describe('Place of a message in its conversation: 1, 2, 3… without a gap.');

export const ConversationKind = z.enum(['direct', 'group']).describe('Between two, or among several.');
export type ConversationKind = z.infer<typeof ConversationKind>;

export const ConversationRole = z
  .enum(['owner', 'admin', 'member'])
  .describe('What somebody may do in a group conversation; in direct ones both are members.');
export type ConversationRole = z.infer<typeof ConversationRole>;

export const ConversationFolder = z
  .enum(['inbox', 'requests'])
  .describe('Where a conversation lies; those begun by strangers wait among the requests.');
export type ConversationFolder = z.infer<typeof ConversationFolder>;

export const MessageReaction = z
  .object({
    emoji: z.string(),
    count: z.int().describe('How many reacted with it.'),
    mine: z.boolean().describe('The caller did.'),
  })
  .describe('Reactions to a message with one emoji.');
export type MessageReaction = z.infer<typeof MessageReaction>;

export const QuotedMessage = z
  .object({
    id: Id,
    seq: Seq,
    sender: ProfileSummary.nullable(),
    text: z.string().describe('The beginning of it; empty when it was deleted.'),
    deleted: z.boolean(),
  })
  .describe('A message that is answered.');
export type QuotedMessage = z.infer<typeof QuotedMessage>;

export const SystemNote = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('created') }),
    z.object({ kind: z.literal('renamed'), title: z.string() }),
    z.object({ kind: z.literal('avatar') }),
    z.object({ kind: z.literal('added'), users: z.array(ProfileSummary) }),
    z.object({ kind: z.literal('removed'), users: z.array(ProfileSummary) }),
    z.object({ kind: z.literal('left') }),
    z.object({ kind: z.literal('role'), users: z.array(ProfileSummary), role: ConversationRole }),
  ])
  .describe('What happened to a group conversation; the sender of the message did it.');
export type SystemNote = z.infer<typeof SystemNote>;

export const MessageView = z
  .object({
    id: Id,
    conversationId: Id,
    seq: Seq,
    clientId: z.string().nullable().describe('The name that its sender gave it; null for system messages.'),
    sender: ProfileSummary.nullable().describe('Null when the account is gone.'),
    text: z.string().describe('Plain text; empty when it was deleted.'),
    facets: z.array(Facet).describe('In order, without overlaps.'),
    media: z.array(MediaView),
    replyTo: QuotedMessage.nullable(),
    reactions: z.array(MessageReaction).describe('In the order in which each emoji was first used.'),
    system: SystemNote.nullable().describe('Set for a message that tells what happened rather than what was said.'),
    version: z.int().describe('Counts edits and deletion.'),
    createdAt: z.date(),
    editedAt: z.date().nullable(),
    deletedAt: z.date().nullable().describe('It was deleted for everybody; its place stays.'),
  })
  .describe('A message of a conversation.');
export type MessageView = z.infer<typeof MessageView>;

export const ConversationMember = z
  .object({
    profile: ProfileSummary,
    role: ConversationRole,
    lastReadSeq: z
      .int()
      .nullable()
      .describe(
        'Up to where it has read; null when it or the caller sends no receipts, and in groups of more than 50.',
      ),
    joinedAt: z.date(),
  })
  .describe('Somebody who takes part in a conversation.');
export type ConversationMember = z.infer<typeof ConversationMember>;

export const ConversationView = z
  .object({
    id: Id,
    kind: ConversationKind,
    title: z.string().nullable().describe('Null for direct ones, which bear the name of the other member.'),
    avatar: MediaView.nullable(),
    members: z.array(ConversationMember).describe('The first 50; `chat.members` lists all.'),
    memberCount: z.int(),
    lastMessage: MessageView.nullable(),
    lastSeq: z.int().describe('Of the newest message; 0 when there is none.'),
    lastReadSeq: z.int().describe('Up to where the caller has read.'),
    unreadCount: z.int().describe('lastSeq − lastReadSeq; to send a message is to have read all before it.'),
    firstSeq: z.int().describe('The oldest message that the caller may read: those from before joining are not shown.'),
    role: ConversationRole.describe('Of the caller.'),
    folder: ConversationFolder,
    mutedUntil: z.date().nullable().describe('Null when not muted; the year 9999 when without an end.'),
    lastActivityAt: z.date().describe('When the newest message came, or it was begun.'),
    createdAt: z.date(),
  })
  .describe('A conversation as the caller takes part in it.');
export type ConversationView = z.infer<typeof ConversationView>;

export const ConversationPage = pageOf(ConversationView).describe('A page of conversations.');
export type ConversationPage = z.infer<typeof ConversationPage>;

export const ListConversationsInput = z
  .strictObject({ folder: ConversationFolder.default('inbox'), ...pageFields })
  .describe('Which conversations, those with the newest messages first.');
export type ListConversationsInput = z.infer<typeof ListConversationsInput>;

export const ByConversationId = z.strictObject({ conversationId: Id }).describe('Names a conversation.');
export type ByConversationId = z.infer<typeof ByConversationId>;

const ConversationTitle = singleLineText(limits.conversationTitle).min(1).describe('1 to 100 graphemes.');
const NewMembers = z
  .array(Id)
  .min(1)
  .max(limits.conversationMembers - 1);

export const CreateConversationInput = z
  .strictObject({
    title: ConversationTitle,
    userIds: NewMembers.describe('Whom to bring together, besides the caller.'),
  })
  .describe('A new group conversation.');
export type CreateConversationInput = z.infer<typeof CreateConversationInput>;

export const UpdateConversationInput = z
  .strictObject({
    conversationId: Id,
    title: ConversationTitle.optional(),
    avatarId: Id.nullable().optional().describe('An own image; null takes it away.'),
  })
  .describe('What to change of a group conversation; absent fields stay.');
export type UpdateConversationInput = z.infer<typeof UpdateConversationInput>;

export const AddMembersInput = z
  .strictObject({ conversationId: Id, userIds: NewMembers.describe('Whom to add.') })
  .describe('Whom to add to a group conversation.');
export type AddMembersInput = z.infer<typeof AddMembersInput>;

export const OfMemberInput = z
  .strictObject({ conversationId: Id, userId: Id })
  .describe('Names a member of a conversation.');
export type OfMemberInput = z.infer<typeof OfMemberInput>;

export const SetConversationRoleInput = z
  .strictObject({ conversationId: Id, userId: Id, role: ConversationRole })
  .describe('What a member may do from now on; there may be several owners.');
export type SetConversationRoleInput = z.infer<typeof SetConversationRoleInput>;

export const MuteConversationInput = z
  .strictObject({
    conversationId: Id,
    until: z.date().optional().describe('When the mute ends by itself; absent: never.'),
  })
  .describe('Which conversation to mute, and for how long.');
export type MuteConversationInput = z.infer<typeof MuteConversationInput>;

export const OfConversationInput = z
  .strictObject({ conversationId: Id, ...pageFields })
  .describe('A list of one conversation.');
export type OfConversationInput = z.infer<typeof OfConversationInput>;

export const ConversationMemberPage = pageOf(ConversationMember).describe('A page of members.');
export type ConversationMemberPage = z.infer<typeof ConversationMemberPage>;

export const ListMessagesInput = z
  .strictObject({
    conversationId: Id,
    before: Seq.optional().describe('Messages with a lower seq.'),
    after: Seq.or(z.literal(0)).optional().describe('Messages with a higher seq, those next to it.'),
    around: Seq.optional().describe('Messages on both sides of a seq, with that itself.'),
    ...pageFields,
  })
  .refine(({ before, after, around }) => [before, after, around].filter((seq) => seq !== undefined).length <= 1, {
    message: 'takes one of before, after and around',
  })
  .describe('Which messages, newest first; without before, after or around the newest.');
export type ListMessagesInput = z.infer<typeof ListMessagesInput>;

export const MessagePage = z
  .object({
    items: z.array(MessageView).describe('Newest first.'),
    nextCursor: z.string().nullable().describe('For older ones; null at the oldest that the caller may read.'),
    hasNewer: z.boolean().describe('There are newer ones than the first of these.'),
  })
  .describe('A run of messages without a gap.');
export type MessagePage = z.infer<typeof MessagePage>;

export const MessageText = multilineText(limits.message);

export const SendMessageInput = z
  .strictObject({
    conversationId: Id,
    text: MessageText.default('').describe('Up to 4,000 graphemes; may be empty with media.'),
    mediaIds: z
      .array(Id)
      .min(1)
      .max(limits.mediaPerMessage)
      .optional()
      .describe('Own images, videos, recordings and other files, at most ten.'),
    replyToId: Id.optional().describe('A message of the conversation that this one answers.'),
    clientId: z
      .string()
      .min(1)
      .max(64)
      .regex(/^[\x21-\x7e]+$/, 'is not of printable ASCII without spaces')
      .describe('A name that the sender makes up, like a UUID: the same one never makes two messages.'),
  })
  .refine(({ text, mediaIds }) => text !== '' || mediaIds !== undefined, { message: 'is empty', path: ['text'] })
  .describe('A new message.');
export type SendMessageInput = z.infer<typeof SendMessageInput>;

export const EditMessageInput = z
  .strictObject({ id: Id, text: MessageText.describe('Up to 4,000 graphemes.') })
  .describe('The new text of an own message.');
export type EditMessageInput = z.infer<typeof EditMessageInput>;

export const MessageRevision = z
  .object({ version: z.int(), text: z.string(), facets: z.array(Facet), createdAt: z.date() })
  .describe('A text that a message had.');
export type MessageRevision = z.infer<typeof MessageRevision>;

export const MessageRevisionPage = pageOf(MessageRevision).describe('A page of revisions.');
export type MessageRevisionPage = z.infer<typeof MessageRevisionPage>;

export const OfMessageInput = z.strictObject({ id: Id, ...pageFields }).describe('A list of one message.');
export type OfMessageInput = z.infer<typeof OfMessageInput>;

const oneEmoji = /^\p{RGI_Emoji}$/v;

export const ReactionInput = z
  .strictObject({
    id: Id,
    emoji: z
      .string()
      .max(64)
      .refine((value) => oneEmoji.test(value), 'is not one emoji')
      .describe('One emoji.'),
  })
  .describe('A message and how the caller reacts to it.');
export type ReactionInput = z.infer<typeof ReactionInput>;

export const ReactorView = z
  .object({ profile: ProfileSummary, emoji: z.string(), createdAt: z.date() })
  .describe('Somebody who reacted to a message.');
export type ReactorView = z.infer<typeof ReactorView>;

export const ReactorPage = pageOf(ReactorView).describe('A page of reactions.');
export type ReactorPage = z.infer<typeof ReactorPage>;

export const MarkConversationReadInput = z
  .strictObject({
    conversationId: Id,
    seq: z.int().min(0).describe('Up to where the caller has read; 0 before the first message.'),
  })
  .describe('Up to where a conversation has been read; it never goes back.');
export type MarkConversationReadInput = z.infer<typeof MarkConversationReadInput>;

export const ConversationRead = z
  .object({ conversationId: Id, lastReadSeq: z.int(), unreadCount: z.int() })
  .describe('Up to where the caller has read a conversation.');
export type ConversationRead = z.infer<typeof ConversationRead>;

export const ChatUnread = z
  .object({
    count: z.int().describe('Unread messages of the inbox: the sum of what its conversations say.'),
    conversations: z.int().describe('Conversations of the inbox with unread messages.'),
    requests: z.int().describe('Message requests with unread messages.'),
  })
  .describe('How much waits to be read.');
export type ChatUnread = z.infer<typeof ChatUnread>;

export const SearchMessagesInput = z
  .strictObject({
    query: singleLineText(200).min(1).describe('Words; those in quotation marks as a phrase.'),
    conversationId: Id.optional().describe('In this conversation alone.'),
    ...pageFields,
  })
  .describe('Which messages, newest first.');
export type SearchMessagesInput = z.infer<typeof SearchMessagesInput>;

export const FoundMessagePage = pageOf(MessageView).describe('A page of messages.');
export type FoundMessagePage = z.infer<typeof FoundMessagePage>;
