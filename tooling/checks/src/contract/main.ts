import { join } from 'node:path';
import { repositoryRoot } from '../places.ts';
import { compareDocuments } from './compare-documents.ts';
import { readDocument } from './document.ts';
import { currentDocument, releasedDocument } from './places.ts';
import { ofSeverity, printReport } from './report.ts';

process.exitCode = report(process.argv.slice(2));

/** Prints what changed from one document to another, by default since the last release; 1 when something breaks. */
function report([old, now]: readonly string[]): number {
  const before = readDocument(old ?? join(repositoryRoot, releasedDocument));
  const changes = compareDocuments(before, readDocument(now ?? join(repositoryRoot, currentDocument)));
  console.log(printReport(changes).join('\n'));
  return ofSeverity(changes, 'break').length === 0 ? 0 : 1;
}
