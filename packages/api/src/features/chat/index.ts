// Owns conversations, their members and messages. What is said is one row of the journal on the conversation's topic; who hears of
// it is decided by the membership of now. It does not know notifications, which hear of requests by event.

export { messageRequestClosed, messageRequested, messageSent } from './chat.events.ts';
export { exportedConversations } from './chat.export.ts';
export { dropConversationJob, recountConversations, tellMembersJob, tellPeersJob } from './chat.jobs.ts';
export { chatEvents } from './chat.live.ts';
export { mayReadConversation } from './chat.policy.ts';
export { chatReactions } from './chat.reactions.ts';
export { chatRoutes } from './chat.routes.ts';
export { findConversationScope } from './conversation-scope.ts';
export { countUnreadMessages } from './count-unread.ts';
export { eraseConversations } from './erase-conversations.ts';
export { hearOfTyping } from './typing.ts';
