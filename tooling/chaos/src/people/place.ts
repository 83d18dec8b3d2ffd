import type { MessageView } from '@rookery/sdk';
import { notePrefix, type Place } from '../history/history.ts';

/** Where a message stands. NOTE: messages that tell what happened bear no name of their sender's making. */
export function placeOf({ conversationId, seq, id, clientId }: MessageView): Place {
  return { conversation: conversationId, seq, id, clientId: clientId ?? `${notePrefix}${id}` };
}
