import {
  ByConversationId,
  ById,
  ByUserId,
  ChatUnread,
  ConversationPage,
  ConversationRead,
  ConversationView,
  Done,
  ListConversationsInput,
  ListMessagesInput,
  MarkConversationReadInput,
  MessagePage,
  MessageView,
  Nothing,
  SendMessageInput,
} from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { signedIn } from '../../kernel/trpc.ts';
import { conversationsRoutes } from './conversations.routes.ts';
import { getChatUnread } from './count-unread.ts';
import { getConversation } from './get-conversation.ts';
import { listConversations } from './list-conversations.ts';
import { listMessages } from './list-messages.ts';
import { markConversationRead } from './mark-read.ts';
import { messageRoutes } from './messages.routes.ts';
import { openConversation } from './open-conversation.ts';
import { sendMessage } from './send-message.ts';
import { tellTyping } from './typing.ts';

export const chatRoutes = {
  conversations: signedIn({
    doc: 'Lists the conversations of the caller, those with the newest messages first; those begun by strangers wait among the requests.',
    scope: 'read:chat',
    rest: 'GET /conversations',
  })
    .input(ListConversationsInput)
    .output(ConversationPage)
    .query(listConversations),

  get: signedIn({
    doc: 'Gives one conversation of the caller.',
    scope: 'read:chat',
    rest: 'GET /conversations/{id}',
  })
    .input(ById)
    .output(ConversationView)
    .query(getConversation),

  open: signedIn({
    doc: 'Gives the one direct conversation of the caller with somebody, and begins it if there is none.',
    scope: 'write:chat',
    rest: 'PUT /conversations/direct/{userId}',
    restToo: 'POST /conversations',
    effect: 'create',
  })
    .input(ByUserId)
    .output(ConversationView)
    .mutation(openConversation),

  messages: signedIn({
    doc: 'Lists messages of a conversation, newest first: the newest, or those before, after or around a seq.',
    scope: 'read:chat',
    rest: 'GET /conversations/{conversationId}/messages',
  })
    .input(ListMessagesInput)
    .output(MessagePage)
    .query(listMessages),

  send: signedIn({
    doc: 'Sends a message to a conversation; the same clientId again gives the message that it made.',
    scope: 'write:chat',
    rest: 'POST /conversations/{conversationId}/messages',
    created: '/messages/{id}',
    effect: 'create',
  })
    .input(SendMessageInput)
    .output(MessageView)
    .mutation(sendMessage),

  markRead: signedIn({
    doc: 'Notes up to which message the caller has read a conversation; it never goes back.',
    scope: 'write:chat',
    rest: 'POST /conversations/{conversationId}/read',
    effect: 'touch',
  })
    .input(MarkConversationReadInput)
    .output(ConversationRead)
    .mutation(markConversationRead),

  unreadCount: signedIn({
    doc: 'Counts what the caller has yet to read.',
    scope: 'read:chat',
    rest: 'GET /conversations/unread-count',
  })
    .input(Nothing)
    .output(ChatUnread)
    .query(getChatUnread),

  typing: signedIn({
    doc: 'Tells the other members who look on that the caller is writing; to be repeated every few seconds.',
    scope: 'write:chat',
    rest: 'POST /conversations/{conversationId}/typing',
    effect: 'touch',
  })
    .input(ByConversationId)
    .output(Done)
    .mutation(tellTyping),
  ...conversationsRoutes,
  ...messageRoutes,
} satisfies TRPCRouterRecord;
