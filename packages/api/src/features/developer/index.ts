// Owns personal access tokens: who has them, what they may do, and that only their hashes are kept. Whom a call is let in as is
// decided by auth, which asks here.

export { exportedTokens } from './developer.export.ts';
export { cleanUpTokens } from './developer.jobs.ts';
export { eraseTokens } from './erase-tokens.ts';
export { tokenReactions } from './token.reactions.ts';
export { personalTokens } from './token-proof.ts';
export { tokensRoutes } from './tokens.routes.ts';
