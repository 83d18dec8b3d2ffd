import { setTimeout } from 'node:timers/promises';
import { type MessageView, RookeryError } from '@rookery/sdk';
import type { Recorder } from '../history/history.ts';
import type { Random } from '../random.ts';
import type { Device, Person } from './crowd.ts';
import { placeOf } from './place.ts';

/** A conversation and who takes part. */
export interface Conversation {
  id: string;
  members: Person[];
}

/** Who talks where, and how fast. */
export interface ChatPlan {
  conversations: readonly Conversation[];
  perSecond: number;
  random: Random;
  recorder: Recorder;
}

/** A chat that goes on. */
export interface Chat {
  /** Ends it; returns when every message was acknowledged or given up. */
  stop(): Promise<void>;
}

const patienceMs = 90_000;
const pauseMs = 500;
/** NOTE: who sees that nothing goes stops to write; without that a break would be measured by how much piles up in it. */
const mostPending = 60;

/** Lets members write to their conversations at a steady rate, from any of their devices. */
export function beginChat({ conversations, perSecond, random, recorder }: ChatPlan): Chat {
  const ending = new AbortController();
  const pending = new Set<Promise<unknown>>();
  const talk = async (): Promise<void> => {
    for (let sent = 0; !ending.signal.aborted; sent += 1) {
      while (pending.size >= mostPending) await Promise.race(pending);
      const conversation = random.pick(conversations);
      const device = random.pick(random.pick(conversation.members).devices);
      const one = say(device, conversation.id, { clientId: `m${sent}`, recorder });
      pending.add(one);
      void one.finally(() => pending.delete(one));
      await setTimeout(1000 / perSecond);
    }
  };
  const talking = talk();
  return {
    stop: async () => {
      ending.abort();
      await talking;
      await Promise.all(pending);
    },
  };
}

/** Sends one message, by one name and key until it is acknowledged; null when it was refused or given up. */
export async function say(
  { person, client }: Device,
  conversationId: string,
  { clientId, recorder }: { clientId: string; recorder: Recorder },
): Promise<MessageView | null> {
  recorder.note({ kind: 'invoked', person: person.name, conversation: conversationId, clientId });
  const options = { idempotencyKey: crypto.randomUUID() };
  for (const end = performance.now() + patienceMs; ; await setTimeout(pauseMs * (0.5 + Math.random()))) {
    try {
      const message = await client.chat.send({ conversationId, clientId, text: `This is ${clientId}.` }, options);
      recorder.note({ kind: 'acknowledged', ...placeOf(message) });
      return message;
    } catch (error) {
      recorder.note({ kind: 'failed', clientId, reason: reasonOf(error) });
      if (!isPassing(error) || performance.now() > end) return null;
    }
  }
}

function reasonOf(error: unknown): string {
  return error instanceof RookeryError ? error.reason : String(error);
}

function isPassing(error: unknown): boolean {
  return error instanceof RookeryError && ['network', 'unavailable', 'rate_limited', 'internal'].includes(error.reason);
}
