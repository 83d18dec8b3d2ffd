/** The document as it is now, from the root of the repository. */
export const currentDocument = 'packages/rest/openapi.json';

/** The document as consumers of the last release know it. */
export const releasedDocument = 'packages/rest/openapi.released.json';
