import { join } from 'node:path';

/** The document as it is committed. */
export const documentFile = join(import.meta.dirname, '../../../packages/rest/openapi.json');
