export { Account } from './account.entity.ts';
