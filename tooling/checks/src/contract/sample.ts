import { join } from 'node:path';
import { repositoryRoot } from '../places.ts';
import type { Change, Severity } from './change.ts';
import { compareDocuments } from './compare-documents.ts';
import { type OpenApiDocument, readDocument } from './document.ts';
import { type Edit, edited, type Steps } from './editing.ts';
import { currentDocument } from './places.ts';

const paths = [
  ...['/posts', '/posts/{id}', '/posts/{id}/likes', '/posts/{id}/like', '/posts/{postId}/vote', '/bookmarks', '/feed'],
  ...[
    '/auth/login',
    '/me',
    '/search',
    '/users/presence',
    '/notifications',
    '/conversations',
    '/system/info',
    '/media',
    '/events',
  ],
  '/conversations/{conversationId}/messages',
];

/** A part of the real document that is small enough to be compared a hundred times. */
export const sample: OpenApiDocument = choosePaths(readDocument(join(repositoryRoot, currentDocument)));

function choosePaths(document: OpenApiDocument): OpenApiDocument {
  const chosen = Object.entries(document.paths ?? {}).filter(([path]) => paths.includes(path));
  return { ...document, paths: Object.fromEntries(chosen) };
}

/** What is done to the sample, and what must be said of an operation for it; `before` prepares the old document. */
export interface Case {
  readonly what: string;
  readonly operation: string;
  readonly says: readonly string[];
  readonly before?: readonly Edit[];
  readonly edits: readonly Edit[];
}

/** What is said of the operation of a case, in one severity. */
export function saidOf({ operation, before = [], edits }: Case, severity: Severity): string[] {
  const old = edited(sample, ...before);
  return compareDocuments(old, edited(old, ...edits))
    .filter((change) => change.severity === severity && change.operation === operation)
    .map(describe);
}

/** A change without its operation. */
export function describe({ place, message }: Change): string {
  return `${place} ${message}`;
}

/** Where an operation stands. */
export function at(path: string, method: string): Steps {
  return ['paths', path, method];
}

/** Where a named schema stands. */
export function schema(name: string): Steps {
  return ['components', 'schemas', name];
}

/** Where a field of a named schema stands. */
export function field(name: string, key: string): Steps {
  return [...schema(name), 'properties', key];
}
