import type { StreamEvent, StreamInput } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { EVENT_SINK, type EventSink, type EventSource, type SharedEvent } from '../../kernel/event-sink.ts';
import { userTopic } from '../../kernel/live.ts';
import { PulledEvents } from '../../kernel/pulled-events.ts';
import { type TrackedEnvelope, tracked } from '../../kernel/trpc.ts';
import { findConversationScope } from '../chat/index.ts';
import { whilePresent } from '../presence/index.ts';
import { mayHear } from './event-scopes.ts';
import { EventStream } from './event-stream.ts';

/** Everything durable that concerns the caller, after a cursor or from now on; a token hears of what it may read. */
export async function streamEvents({
  ctx: { app, viewer },
  input,
  signal,
}: SignedInCall<StreamInput>): Promise<EventSource<TrackedEnvelope<StreamEvent>>> {
  const ownTopic = userTopic(viewer.id);
  const options = {
    app,
    viewerId: viewer.id,
    ownTopic,
    readScope: async () => new Map([[ownTopic, 0], ...(await findConversationScope(app.sql, viewer.id))]),
    hears: (type: string) => mayHear(viewer, type),
    cursor: input?.lastEventId ?? null,
  };
  const open = (sink: EventSink) => whilePresent(app, viewer.id, new EventStream(options, sink));
  const present = (event: SharedEvent) => tracked(String(event.id), streamEventOf(event));
  return {
    [EVENT_SINK]: open,
    [Symbol.asyncIterator]: () => new PulledEvents({ open, present, signal }),
  };
}

/** NOTE: the journal makes events of live event definitions alone, whose data is that of their type, and gives each its cursor. */
function streamEventOf({ data }: SharedEvent): StreamEvent {
  return data as StreamEvent;
}
