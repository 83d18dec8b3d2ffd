import { EphemeralEvent, EphemeralInput, Nothing, StreamHead, StreamInput } from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { signedIn } from '../../kernel/trpc.ts';
import { findHead } from './find-head.ts';
import { streamEphemeral } from './stream-ephemeral.ts';
import { streamEvents } from './stream-events.ts';

export const eventsRoutes = {
  stream: signedIn({
    doc: 'Streams every durable live event that concerns the caller, each with the cursor by which to resume after it; a personal access token hears of chats under `read:chat` and of notifications under `notifications`.',
    scope: 'read',
    rest: 'GET /events',
  })
    .input(StreamInput)
    .subscription(streamEvents),
  ephemeral: signedIn({
    doc: 'Streams hints for those who look at something now, like new posts in the home feed; what is missed is not repeated, and a personal access token needs `read:chat` for `typing`.',
    scope: 'read',
    rest: { none: 'A stream of what may be lost, which WebSocket alone carries.' },
    event: EphemeralEvent,
  })
    .input(EphemeralInput)
    .subscription(streamEphemeral),
  head: signedIn({
    doc: 'Gives the cursor of now: what is read after it, and the stream from it, leave no gap.',
    scope: 'read',
    rest: 'GET /events/head',
  })
    .input(Nothing)
    .output(StreamHead)
    .query(findHead),
} satisfies TRPCRouterRecord;
