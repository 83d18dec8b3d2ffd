import type { DemoPerson } from '../person.ts';
import { makers } from './makers.ts';
import { neighbours } from './neighbours.ts';
import { pest } from './pest.ts';
import { tinkerers } from './tinkerers.ts';
import { watchers } from './watchers.ts';

/** All people of the demo. */
export const persons: readonly DemoPerson[] = [...makers, ...watchers, ...neighbours, ...tinkerers, pest];
