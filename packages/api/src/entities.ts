import { Account } from './features/accounts/index.ts';
import { Profile } from './features/profiles/index.ts';

/** Every entity of every slice. */
export const entities = [Account, Profile];
