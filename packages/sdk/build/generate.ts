import { writeFileSync } from 'node:fs';
import { generatedFolder, generateSources } from './sources.ts';

for (const [file, text] of generateSources()) writeFileSync(new URL(file, generatedFolder), text);
