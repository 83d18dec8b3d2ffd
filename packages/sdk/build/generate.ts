import { writeFileSync } from 'node:fs';
import { generateSources, sourceFolder } from './sources.ts';

for (const [file, text] of generateSources()) writeFileSync(new URL(file, sourceFolder), text);
