import { systemRoutes } from './features/system/index.ts';

/** Every procedure by its namespace. */
export const routes = {
  system: systemRoutes,
};
