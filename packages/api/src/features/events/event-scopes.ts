import type { EphemeralTopic, Scope, StreamEvent } from '@rookery/contract';
import type { Viewer } from '../../kernel/context.ts';

/** The scope under which calls read what an event tells; a token without it does not hear of it either. */
const scopeOf: ReadonlyMap<string, Scope> = new Map(
  Object.entries({
    'notification.created': 'notifications',
    'notification.updated': 'notifications',
    'notification.read': 'notifications',
    'notification.deleted': 'notifications',
    'follow.request': 'read',
    'friend.request': 'read',
    'friend.updated': 'read',
    'message.created': 'read:chat',
    'message.updated': 'read:chat',
    'message.deleted': 'read:chat',
    'message.reaction': 'read:chat',
    'conversation.updated': 'read:chat',
    'conversation.removed': 'read:chat',
    'conversation.read': 'read:chat',
    'stream.reset': 'read',
  } satisfies Record<StreamEvent['type'], Scope>),
);

const scopeOfTopic: Record<EphemeralTopic, Scope> = { feed: 'read', typing: 'read:chat', presence: 'read' };

/** Whether somebody who bears a token may hear of events of a type. */
export function mayHear({ scopes }: Pick<Viewer, 'scopes'>, type: string): boolean {
  const scope = scopeOf.get(type);
  return scopes === null || (scope !== undefined && scopes.has(scope));
}

/** Whether somebody who bears a token may be told of a topic. */
export function mayFollow({ scopes }: Pick<Viewer, 'scopes'>, topic: EphemeralTopic): boolean {
  return scopes === null || scopes.has(scopeOfTopic[topic]);
}
