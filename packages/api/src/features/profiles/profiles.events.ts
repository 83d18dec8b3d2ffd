import { defineEvent } from '../../kernel/event.ts';

/** Somebody said whether everybody may read what he writes. */
export const privacyChanged = defineEvent<{ profileId: string }>('profile.privacy-changed');
