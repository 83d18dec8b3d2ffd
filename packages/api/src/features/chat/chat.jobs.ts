import { z } from 'zod';
import { defineJob, NoData } from '../../kernel/job.ts';

/** Deletes a conversation that all have left. */
export const dropConversationJob = defineJob({
  name: 'chat.drop-conversation',
  data: z.object({ conversationId: z.string() }),
  handle: async (app, { conversationId }) =>
    (await import('./drop-conversation.ts')).dropEmptyConversation(app, conversationId),
});

/** Tells the others of direct conversations, those after one, that somebody is there for them no more, or again. */
export const tellPeersJob = defineJob({
  name: 'chat.tell-peers',
  data: z.object({ profileId: z.string(), after: z.string() }),
  handle: async (app, { profileId, after }) => (await import('./tell-peers.ts')).tellRestOfPeers(app, profileId, after),
});

/** Tells the members of conversations of somebody, those after one, that he, or what has been read, shows otherwise. */
export const tellMembersJob = defineJob({
  name: 'chat.tell-members',
  data: z.object({ profileId: z.string(), shown: z.enum(['membership', 'receipts']), after: z.string() }),
  handle: async (app, { after, ...what }) => (await import('./tell-members.ts')).tellRestOfMembers(app, what, after),
});

/** Compares the numbers of members of conversations with the rows that they count, and repairs them. */
export const recountConversations = defineJob({
  name: 'chat.recount',
  data: NoData,
  schedule: '37 4 * * *',
  handle: async (app) => (await import('./recount.handler.ts')).recountConversationMembers(app),
});
