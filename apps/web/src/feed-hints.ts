import type { Rookery } from '@rookery/sdk';
import { whileMember } from './while-member.ts';

/** Calls back when the home feed of whoever is signed in may have grown; nobody else has one to be told of. */
export function followHints(rookery: Rookery, task: () => void): void {
  whileMember(rookery, () => rookery.events.ephemeral({ topics: ['feed'] }, task));
}
