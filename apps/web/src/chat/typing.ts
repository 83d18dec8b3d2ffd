import type { EphemeralEvent, Rookery } from '@rookery/sdk';
import { whileMember } from '../while-member.ts';

const lastsMs = 6000;

/** Who writes where, as far as it is told. */
export interface Typing {
  /** Ids of those who write in a conversation now. */
  in(conversationId: string): string[];
  /** Somebody has said what he was writing. */
  ended(conversationId: string, userId: string): void;
}

/** Follows who writes; calls back when that changes. */
export function followTyping(rookery: Rookery, onChange: () => void): Typing {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const ended = (conversationId: string, userId: string): void => {
    const key = `${conversationId} ${userId}`;
    clearTimeout(timers.get(key));
    if (timers.delete(key)) onChange();
  };
  const hear = ({ type, data }: EphemeralEvent): void => {
    if (type !== 'typing' || data.userId === rookery.session.current?.accountId) return;
    const key = `${data.conversationId} ${data.userId}`;
    clearTimeout(timers.get(key));
    timers.set(key, setTimeout(ended, lastsMs, data.conversationId, data.userId));
    onChange();
  };
  whileMember(rookery, () => rookery.events.ephemeral({ topics: ['typing'] }, hear));
  return {
    in: (conversationId) => {
      const start = `${conversationId} `;
      return [...timers.keys()].flatMap((key) => (key.startsWith(start) ? [key.slice(start.length)] : []));
    },
    ended,
  };
}
