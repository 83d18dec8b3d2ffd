import type { ById, PostWatchEvent } from '@rookery/contract';
import type { Call } from '../../kernel/context.ts';
import { EVENT_SINK, type EventSink, type EventSource } from '../../kernel/event-sink.ts';
import { PulledEvents } from '../../kernel/pulled-events.ts';
import { assertVisible } from './post.view.ts';
import { PostWatcher, watchEventOf } from './watched-post.ts';

/** What happens to a post from now on, after its counts of now; ends when the post is deleted or hidden from the caller. */
export async function watchPost({ ctx, input, signal }: Call<ById>): Promise<EventSource<PostWatchEvent>> {
  const viewerId = ctx.viewer?.id ?? null;
  await assertVisible(ctx.app.sql, viewerId, input.id);
  const open = (sink: EventSink) => new PostWatcher({ app: ctx.app, postId: input.id, viewerId }, sink);
  return {
    [EVENT_SINK]: open,
    [Symbol.asyncIterator]: () => new PulledEvents({ open, present: watchEventOf, signal }),
  };
}
