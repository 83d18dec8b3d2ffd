import { interfaceName, namespacesOf } from './print-api.ts';
import type { ProcedureFacts } from './procedures.ts';
import { header, quote, sorted } from './text.ts';
import type { TypePrinter } from './type-printer.ts';

/** What the package exports beside the generated types, by file. */
const written: Record<string, readonly string[]> = {
  '../call.ts': ['type CallOptions', 'type UploadOptions'],
  '../client.ts': ['type ClientOptions', 'type ClientSession', 'createClient', 'type Rookery'],
  '../errors.ts': ['RookeryError', 'type RookeryErrorFields'],
  '../events.ts': ['type FollowHandlers', 'type LiveEvents'],
  '../form.ts': ['type UploadProgress'],
  '../list.ts': ['type ListCall', 'type ListCallOf'],
  '../live/socket.ts': ['type Socket', 'type SocketConstructor'],
  '../live/stream.ts': ['type StreamStatus'],
  '../local/late-chat.ts': ['type ChatWithView'],
  '../local/late-notifications.ts': ['type NotificationsWithView'],
  '../local/local-chat.ts': ['type LocalChat', 'type LocalConversations', 'type LocalMessages', 'type NewMessage'],
  '../local/messages-model.ts': ['type MessagesState', 'type MessagesStatus', 'type OutgoingMessage'],
  '../local/notifications-model.ts': ['type NotificationsState', 'type ViewStatus'],
  '../local/notifications-view.ts': ['type LocalNotifications'],
  '../local/show-conversations.ts': ['type ConversationsState', 'type FolderState'],
  '../local/store.ts': ['type Store'],
  '../session-store.ts': ['type SessionState'],
  '../session-storage.ts': ['type SessionStorage'],
  '../transport.ts': ['type Fetch'],
  './errors.ts': ['type ErrorCode', 'type Reason'],
  './events.ts': ['type RookeryEvents'],
};

/** Prints the door of the package. */
export function printIndex(procedures: readonly ProcedureFacts[], printer: TypePrinter): string {
  const interfaces = [...namespacesOf(procedures).keys()].map(interfaceName);
  const generated = {
    './api.ts': sorted([...interfaces, 'RookeryApi']).map((name) => `type ${name}`),
    './types.ts': sorted(printer.declarations.keys()).map((name) => `type ${name}`),
  };
  const exports = Object.entries({ ...written, ...generated }).map(
    ([file, names]) => `export {\n${names.map((name) => `  ${name},\n`).join('')}} from ${quote(file)};\n`,
  );
  return header + exports.join('');
}
