import { chatEvents } from './features/chat/index.ts';
import { graphEvents } from './features/graph/index.ts';
import { notificationEvents } from './features/notifications/index.ts';
import { watchEvents } from './features/posts/index.ts';
import type { LiveEventDefinition } from './kernel/app.ts';

/** Every live event that clients see, and rows that features listen to by themselves. */
export const liveEvents: readonly LiveEventDefinition[] = [
  ...chatEvents,
  ...graphEvents,
  ...notificationEvents,
  ...watchEvents,
];
