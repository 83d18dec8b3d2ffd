import { InputIssue, Session, StreamHead } from '@rookery/contract';
import { printApi, printManifest } from './print-api.ts';
import { printErrors } from './print-errors.ts';
import { printEvents } from './print-events.ts';
import { printIndex } from './print-index.ts';
import { printRouter } from './print-router.ts';
import { readProcedures } from './procedures.ts';
import { schemaNames } from './schema-names.ts';
import { header, sorted } from './text.ts';
import { TypePrinter } from './type-printer.ts';

/** The folder of the generated sources. */
export const generatedFolder: URL = new URL('../src/generated/', import.meta.url);

/** Every generated source by its name. */
export function generateSources(): Map<string, string> {
  const procedures = readProcedures();
  const printer = new TypePrinter(schemaNames);
  // NOTE: what is both taken and given bears its own name where it is given, and one that ends in Input where it is taken.
  const given = procedures.flatMap(({ output, event }) => output ?? event ?? []);
  for (const schema of [InputIssue, Session, StreamHead, ...given]) printer.print(schema, 'output');
  const files = new Map([
    ['api.ts', printApi(procedures, printer)],
    ['errors.ts', printErrors()],
    ['events.ts', printEvents(printer)],
    ['manifest.ts', printManifest(procedures)],
    ['router.ts', printRouter(procedures, printer)],
  ]);
  const types = sorted(printer.declarations.keys()).map((name) => printer.declarations.get(name) ?? '');
  return files.set('types.ts', header + types.join('\n')).set('index.ts', printIndex(procedures, printer));
}
