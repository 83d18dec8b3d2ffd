import { notificationEvents } from './features/notifications/index.ts';
import type { LiveEventDefinition } from './kernel/app.ts';

/** Every live event that clients see. */
export const liveEvents: readonly LiveEventDefinition[] = [...notificationEvents];
