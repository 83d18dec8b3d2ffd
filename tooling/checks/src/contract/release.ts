import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../places.ts';
import { readDocument } from './document.ts';
import { currentDocument, releasedDocument } from './places.ts';

const current = join(repositoryRoot, currentDocument);
readDocument(current);
copyFileSync(current, join(repositoryRoot, releasedDocument));
console.log(`${releasedDocument} is now what ${currentDocument} says`);
