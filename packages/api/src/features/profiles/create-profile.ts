import type { Transaction } from '../../kernel/app.ts';
import { Profile } from './profile.entity.ts';

/** Gives an account its public face; a username that is taken breaks `profile_username_unique`. */
export function createProfile(tx: Transaction, profile: { id: string; username: string; displayName: string }): void {
  tx.em.create(Profile, { ...profile, createdAt: tx.app.clock.now() });
}
