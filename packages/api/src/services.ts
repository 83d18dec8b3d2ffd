import { openPresence } from './features/presence/index.ts';
import type { ServiceOpener } from './kernel/app.ts';

/** What slices run as long as the process does. */
export const services: readonly ServiceOpener[] = [openPresence];
