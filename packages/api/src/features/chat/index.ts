// Owns conversations, their members and messages. What is said is one row of the journal on the conversation's topic; who hears of
// it is decided by the membership of now. It does not know notifications, which hear of requests by event.

export { messageRequestClosed, messageRequested, messageSent } from './chat.events.ts';
export { chatEvents } from './chat.live.ts';
export { chatRoutes } from './chat.routes.ts';
export { findConversationScope } from './conversation-scope.ts';
export { countUnreadMessages } from './count-unread.ts';
export { hearOfTyping } from './typing.ts';
