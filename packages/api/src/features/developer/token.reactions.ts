import type { Reaction } from '../../kernel/app.ts';
import { reactInTransaction } from '../../kernel/event.ts';
import { deletionPlanned } from '../me/index.ts';
import { revokeTokens } from './revoke-token.ts';

/** What happens to personal access tokens when others do something. */
export const tokenReactions: readonly Reaction[] = [
  reactInTransaction(deletionPlanned, (tx, { accountId }) => revokeTokens(tx, accountId)),
];
