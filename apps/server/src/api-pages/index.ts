export { type ApiPages, type ApiPagesParts, createApiPages } from './api-pages.ts';
