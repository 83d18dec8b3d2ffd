export { followed, followRequestClosed, followRequested, unfollowed } from './graph.events.ts';
export { getProfile, hydrateProfiles } from './hydrate-profiles.ts';
export { follows, mayReadAuthor } from './visibility.ts';
