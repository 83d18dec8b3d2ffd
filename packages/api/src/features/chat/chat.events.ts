import { defineEvent } from '../../kernel/event.ts';

/** A stranger has begun to write to somebody, or has brought people into a group: it waits among their requests. */
export const messageRequested = defineEvent<{
  conversationId: string;
  senderId: string;
  receiverIds: readonly string[];
}>('chat.message-requested');

/** A message request was accepted, declined or is there no more. */
export const messageRequestClosed = defineEvent<{ conversationId: string; receiverId: string }>(
  'chat.message-request-closed',
);

/** Somebody said something in a conversation; `words` is what search finds it by. */
export const messageSent = defineEvent<{
  conversationId: string;
  messageId: string;
  seq: number;
  senderId: string;
  text: string;
}>('chat.message-sent');
