import type { GetUserInput } from '@rookery/sdk';

/** NOTE: keys name the account, so that nobody is shown what was read in the name of another. */
type Account = string | null;

/** Under which queries keep what they have read. */
export const keys = {
  feed: (account: Account) => ['rookery', account, 'feed'] as const,
  post: (account: Account, id: string) => ['rookery', account, 'post', id] as const,
  profiles: (account: Account) => ['rookery', account, 'profile'] as const,
  profile: (account: Account, by: GetUserInput) => ['rookery', account, 'profile', by] as const,
  presence: (account: Account, ids: string) => ['rookery', account, 'presence', ids] as const,
};
