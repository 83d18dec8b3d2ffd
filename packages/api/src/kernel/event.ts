import type { EventDefinition, JobDefinition, Reaction, ReactionTable, Transaction } from './app.ts';

/** Defines an event. */
export function defineEvent<Payload>(name: string): EventDefinition<Payload> {
  return { name };
}

/** A cheap and bounded reaction inside the transaction of the change. */
export function reactInTransaction<Payload>(
  event: EventDefinition<Payload>,
  run: (tx: Transaction, payload: Payload) => Promise<void>,
): Reaction {
  return { event: event.name, run: (tx, payload) => run(tx, payloadOf(event, payload)) };
}

/**
 * A reaction by job, for what is slow or leaves the machine; the job is enqueued in the transaction of the change.
 * @public
 */
export function reactByJob<Payload, Data extends object>(
  event: EventDefinition<Payload>,
  job: JobDefinition<Data>,
  data: (payload: Payload) => Data | null,
): Reaction {
  return reactInTransaction(event, async (tx, payload) => {
    const jobData = data(payload);
    if (jobData) await tx.enqueue(job, jobData);
  });
}

/** Orders reactions by event. */
export function reactionTable(reactions: readonly Reaction[]): ReactionTable {
  return Map.groupBy(reactions, (reaction) => reaction.event);
}

/** NOTE: `emit` is the only caller of a reaction and takes the payload of the same definition. */
function payloadOf<Payload>(_event: EventDefinition<Payload>, payload: unknown): Payload {
  return payload as Payload;
}
