export { forgetRates, keepHouse } from './system.jobs.ts';
export { systemRoutes } from './system.routes.ts';
