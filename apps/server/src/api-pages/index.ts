export { createApiPages } from './api-pages.ts';
