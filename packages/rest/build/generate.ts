import { writeFileSync } from 'node:fs';
import { documentFile, documentText } from './sources.ts';

writeFileSync(documentFile, documentText());
