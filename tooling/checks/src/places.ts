import { dirname, join } from 'node:path';

/** The folder of this package. */
export const checksFolder = dirname(import.meta.dirname);

/** The repository. */
export const repositoryRoot = join(checksFolder, '..', '..');
