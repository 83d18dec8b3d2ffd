import type { EphemeralEvent, EphemeralInput, EphemeralTopic } from '@rookery/contract';
import type { App } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import { EVENT_SINK, type EventSink, type EventSource, type SharedEvent } from '../../kernel/event-sink.ts';
import { PulledEvents } from '../../kernel/pulled-events.ts';
import { hearOfTyping } from '../chat/index.ts';
import { hearOfFeed } from '../feeds/index.ts';
import { hearOfPresence, whilePresent } from '../presence/index.ts';
import { type EphemeralSource, EphemeralStream } from './ephemeral-stream.ts';
import { mayFollow } from './event-scopes.ts';

/** Where the events of each topic come from. */
const topics: Record<EphemeralTopic, (app: App, viewerId: string) => EphemeralSource> = {
  feed: (app, viewerId) => (tell) => hearOfFeed(app, viewerId, tell),
  typing: (app, viewerId) => (tell) => hearOfTyping(app, viewerId, tell),
  presence: (app, viewerId) => (tell) => hearOfPresence(app, viewerId, tell),
};

/** Hints for who looks at something now; what is missed is not repeated. */
export async function streamEphemeral({
  ctx: { app, viewer },
  input,
  signal,
}: SignedInCall<EphemeralInput>): Promise<EventSource<EphemeralEvent>> {
  if (!input.topics.every((topic) => mayFollow(viewer, topic))) throw new DomainError('scope_required');
  const sources = [...new Set(input.topics)].map((topic) => topics[topic](app, viewer.id));
  const open = (sink: EventSink) => whilePresent(app, viewer.id, new EphemeralStream(sources, sink));
  return {
    [EVENT_SINK]: open,
    [Symbol.asyncIterator]: () => new PulledEvents({ open, present: ephemeralEventOf, signal }),
  };
}

/** NOTE: an ephemeral stream is given ephemeral events alone. */
function ephemeralEventOf({ data }: SharedEvent): EphemeralEvent {
  return data as EphemeralEvent;
}
