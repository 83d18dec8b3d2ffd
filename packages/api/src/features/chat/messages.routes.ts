import {
  ById,
  EditMessageInput,
  FoundMessagePage,
  MessageRevisionPage,
  MessageView,
  OfMessageInput,
  ReactionInput,
  ReactorPage,
  SearchMessagesInput,
} from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { signedIn } from '../../kernel/trpc.ts';
import { deleteMessage } from './delete-message.ts';
import { editMessage } from './edit-message.ts';
import { listMessageRevisions } from './list-message-revisions.ts';
import { listReactors } from './list-reactors.ts';
import { reactToMessage, unreactToMessage } from './react-to-message.ts';
import { searchMessages } from './search-messages.ts';

/** What members do with single messages; joins the routes of chat. */
export const messageRoutes = {
  edit: signedIn({
    doc: 'Changes the text of an own message and keeps what it said; the same text again changes nothing.',
    scope: 'write:chat',
    rest: 'PATCH /messages/{id}',
    effect: 'update',
  })
    .input(EditMessageInput)
    .output(MessageView)
    .mutation(editMessage),

  history: signedIn({
    doc: 'Lists what a message says and said before, newest first; nothing once it was deleted.',
    scope: 'read:chat',
    rest: 'GET /messages/{id}/history',
  })
    .input(OfMessageInput)
    .output(MessageRevisionPage)
    .query(listMessageRevisions),

  delete: signedIn({
    doc: 'Deletes an own message for everybody, or any as owner or admin of a group conversation; its place stays.',
    scope: 'write:chat',
    rest: 'DELETE /messages/{id}',
    effect: 'delete',
  })
    .input(ById)
    .output(MessageView)
    .mutation(deleteMessage),

  react: signedIn({
    doc: 'Reacts to a message with an emoji, at most five a person; doing it again changes nothing.',
    scope: 'write:chat',
    rest: 'PUT /messages/{id}/reactions/{emoji}',
    effect: 'update',
  })
    .input(ReactionInput)
    .output(MessageView)
    .mutation(reactToMessage),

  unreact: signedIn({
    doc: 'Takes a reaction back.',
    scope: 'write:chat',
    rest: 'DELETE /messages/{id}/reactions/{emoji}',
    effect: 'delete',
  })
    .input(ReactionInput)
    .output(MessageView)
    .mutation(unreactToMessage),

  reactors: signedIn({
    doc: 'Lists who reacted to a message and how, newest first.',
    scope: 'read:chat',
    rest: 'GET /messages/{id}/reactions',
  })
    .input(OfMessageInput)
    .output(ReactorPage)
    .query(listReactors),

  search: signedIn({
    doc: 'Finds messages of the caller\'s conversations by words, "phrases" and -words that shall not be there, newest first.',
    scope: 'read:chat',
    rest: 'GET /messages/search',
  })
    .input(SearchMessagesInput)
    .output(FoundMessagePage)
    .query(searchMessages),
} satisfies TRPCRouterRecord;
