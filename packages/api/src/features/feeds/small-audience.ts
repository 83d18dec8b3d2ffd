/** Audiences up to this size get a post in its own transaction. */
export const smallAudience = 500;
