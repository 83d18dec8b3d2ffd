// Owns who is online and who was when: somebody with a live stream open on a process whose lease is held. What is in memory is
// written down batchwise and apart from the streams; who is told of it, and what, is decided by a read at that moment.

export { erasePresence } from './erase-presence.ts';
export { exportedPresence } from './presence.export.ts';
export { hearOfPresence, presenceReactions } from './presence.news.ts';
export { presenceRoutes } from './presence.routes.ts';
export { openPresence, whilePresent } from './present.ts';
