/**
 * What somebody does with his own account: sees it, changes it, takes a copy of everything, and goes. What each slice erases
 * and gives along, the slices say themselves (erasers.ts, exports.ts).
 */
export { eraseExports } from './erase-exports.ts';
export { deletionPlanned } from './me.events.ts';
export { buildExport, dropExports, eraseAccounts } from './me.jobs.ts';
export { meRoutes } from './me.routes.ts';
