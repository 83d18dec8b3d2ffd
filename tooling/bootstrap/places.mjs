import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** The executables that the root package depends on; the pinned Node is one. */
export const binaries = join(root, 'node_modules/.bin');
