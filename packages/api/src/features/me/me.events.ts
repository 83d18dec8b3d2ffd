import { defineEvent } from '../../kernel/event.ts';

/** Somebody wants an account deleted: whatever acts for it ends now. */
export const deletionPlanned = defineEvent<{ accountId: string }>('me.deletion-planned');
