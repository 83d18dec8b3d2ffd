import { defineEvent } from '../../kernel/event.ts';

/** Somebody said whether everybody may read what he writes. */
export const privacyChanged = defineEvent<{ profileId: string }>('profile.privacy-changed');

/** Somebody lets others see whether he is online, or no more. */
export const presenceShown = defineEvent<{ profileId: string }>('profile.presence-shown');

/** Somebody lets others know what he has read, and so knows it of them, or no more. */
export const receiptsShown = defineEvent<{ profileId: string }>('profile.receipts-shown');

/** A profile is there for nobody else from now on. */
export const profileHidden = defineEvent<{ profileId: string }>('profile.hidden');

/** A profile that was hidden is there for others again. */
export const profileShown = defineEvent<{ profileId: string }>('profile.shown');
