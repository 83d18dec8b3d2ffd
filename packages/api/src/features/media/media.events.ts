import { defineEvent } from '../../kernel/event.ts';

/** A file says something else of itself, or is gone; `holderIds` are of what shows it, or did. */
export const mediaChanged = defineEvent<{ mediaId: string; holderIds: readonly string[] }>('media.changed');
