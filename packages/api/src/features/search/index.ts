/**
 * Owns what is searched of posts, kept in step with them, and the searches of posts, people and hashtags. Every search
 * stands on the predicates by which the lists of posts and people stand: it neither shows nor counts what they hide.
 */
export { searchReactions, vectorOf } from './post-index.ts';
export { indexMissing } from './search.jobs.ts';
export { searchRoutes } from './search.routes.ts';
