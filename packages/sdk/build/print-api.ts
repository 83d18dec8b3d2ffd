import { childrenOf, lastPart } from './namespaces.ts';
import { type ProcedureFacts, pageItems, signsIn, signsOut, takesFile, takesNothing } from './procedures.ts';
import { docComment, header, importTypes, propertyName } from './text.ts';
import type { TypePrinter } from './type-printer.ts';

/** NOTE: live events have an interface of their own, written by hand. */
const servedByHand = 'events';

/** Procedures by namespace, without those that are served by hand. */
export function namespacesOf(procedures: readonly ProcedureFacts[]): Map<string, ProcedureFacts[]> {
  return Map.groupBy(
    procedures.filter(({ namespace }) => namespace !== servedByHand),
    ({ namespace }) => namespace,
  );
}

/** Prints an interface for each namespace, and one for all. */
export function printApi(procedures: readonly ProcedureFacts[], printer: TypePrinter): string {
  const namespaces = namespacesOf(procedures);
  const properties = (parent: string | null): string =>
    childrenOf(namespaces, parent)
      .map((name) => `  readonly ${lastPart(name)}: ${interfaceName(name)};\n`)
      .join('');
  const bodies = [...namespaces].map(([name, members]) => {
    const calls = members.map((member) => docComment(member.doc, '  ') + printCall(member, printer));
    const body = calls.join('') + properties(name);
    return `${docComment(`The procedures of ${name}.`)}export interface ${interfaceName(name)} {\n${body}}\n`;
  });
  const text = `${bodies.join('\n')}\n${docComment('Every procedure by its namespace.')}export interface RookeryApi {\n${properties(null)}}\n`;
  return header + importsOf(text, printer) + text;
}

/** The name of the interface of a namespace. */
export function interfaceName(namespace: string): string {
  const parts = namespace.split('.').map((part) => `${part.slice(0, 1).toUpperCase()}${part.slice(1)}`);
  return `${parts.join('')}Api`;
}

function printCall(procedure: ProcedureFacts, printer: TypePrinter): string {
  const { name, input, output } = procedure;
  const answer = output ? printer.print(output, 'output') : 'void';
  if (takesNothing(procedure)) return `  ${name}(options?: CallOptions): Promise<${answer}>;\n`;
  const given = printer.print(input, 'input').replace(/ \| undefined$/, '');
  const optional = printer.isOptional(input);
  if (procedure.event) {
    const event = printer.print(procedure.event, 'output');
    return `  ${name}(input: ${given}, handler: (event: ${event}) => unknown): () => void;\n`;
  }
  const items = pageItems(procedure);
  const options = takesFile(procedure) ? 'UploadOptions' : 'CallOptions';
  if (!items) return `  ${name}(input${optional ? '?' : ''}: ${given}, options?: ${options}): Promise<${answer}>;\n`;
  return `  ${name}: ${optional ? 'ListCall' : 'ListCallOf'}<${given}, ${printer.print(items, 'output')}, ${answer}>;\n`;
}

function importsOf(text: string, printer: TypePrinter): string {
  const used = (names: Iterable<string>): string[] =>
    [...names].filter((name) => new RegExp(`\\b${name}\\b`).test(text));
  return [
    importTypes(used(['CallOptions', 'UploadOptions']), '../call.ts'),
    importTypes(used(['ListCall', 'ListCallOf']), '../list.ts'),
    importTypes(used(printer.declarations.keys()), './types.ts'),
    '\n',
  ].join('');
}

/** Prints what the client has to know of each procedure: its name, and marks behind it. */
export function printManifest(procedures: readonly ProcedureFacts[]): string {
  const entries = [...namespacesOf(procedures)].map(
    ([namespace, members]) =>
      `  ${propertyName(namespace)}: '${members.map((member) => member.name + marksOf(member)).join(' ')}',\n`,
  );
  return `${header}/** Procedures by namespace, each after the one that it is inside of; the marks are explained in namespaces.ts. */\nexport const manifest: Readonly<Record<string, string>> = {\n${entries.join('')}};\n`;
}

function marksOf(procedure: ProcedureFacts): string {
  return [
    procedure.type === 'mutation' && procedure.effect === 'create' ? '*' : '',
    procedure.type === 'mutation' && procedure.effect !== 'create' ? '!' : '',
    pageItems(procedure) ? '+' : '',
    takesNothing(procedure) ? '-' : '',
    signsIn(procedure) ? '^' : '',
    signsOut(procedure) ? '$' : '',
    takesFile(procedure) ? '%' : '',
    procedure.event ? '~' : '',
  ].join('');
}
