import { InputIssue, Session, StreamHead } from '@rookery/contract';
import { printApi, printManifest } from './print-api.ts';
import { printErrors } from './print-errors.ts';
import { printEvents } from './print-events.ts';
import { printIndex } from './print-index.ts';
import { printRouter } from './print-router.ts';
import { readProcedures } from './procedures.ts';
import { schemaNames } from './schema-names.ts';
import { header, sorted } from './text.ts';
import { createTypePrinter } from './type-printer.ts';

/** The folder of the sources, generated ones among them. */
export const sourceFolder: URL = new URL('../src/', import.meta.url);

/** Every generated source by its path. */
export function generateSources(): Map<string, string> {
  const procedures = readProcedures();
  const printer = createTypePrinter(schemaNames);
  for (const schema of [InputIssue, Session, StreamHead]) printer.print(schema, 'output');
  const files = new Map([
    ['generated/api.ts', printApi(procedures, printer)],
    ['generated/errors.ts', printErrors()],
    ['generated/events.ts', printEvents(printer)],
    ['generated/manifest.ts', printManifest(procedures)],
    ['generated/router.ts', printRouter(procedures, printer)],
  ]);
  const types = sorted(printer.declarations.keys()).map((name) => printer.declarations.get(name) ?? '');
  return files.set('generated/types.ts', header + types.join('\n')).set('index.ts', printIndex(procedures, printer));
}
