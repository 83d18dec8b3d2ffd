import { StreamEvent } from '@rookery/contract';
import { childrenOf, lastPart } from './namespaces.ts';
import type { ProcedureFacts } from './procedures.ts';
import { docComment, header, importTypes } from './text.ts';
import type { TypePrinter } from './type-printer.ts';

const kinds = {
  query: 'TRPCQueryProcedure',
  mutation: 'TRPCMutationProcedure',
  subscription: 'TRPCSubscriptionProcedure',
};

/** Prints the router's type for tRPC's own clients, made of the flat types. */
export function printRouter(procedures: readonly ProcedureFacts[], printer: TypePrinter): string {
  const namespaces = Map.groupBy(procedures, ({ namespace }) => namespace);
  const print = (parent: string | null, indent: string): string =>
    childrenOf(namespaces, parent)
      .map((namespace) => {
        const members = namespaces.get(namespace) ?? [];
        const inner = `${indent}  `;
        const entries = members.map(
          (member) => `${docComment(member.doc, inner)}${inner}${printProcedure(member, printer)}`,
        );
        return `${indent}${lastPart(namespace)}: {\n${entries.join('')}${print(namespace, inner)}${indent}};\n`;
      })
      .join('');
  const text = `/** Every procedure as tRPC types it. */\nexport type Procedures = {\n${print(null, '  ')}};\n`;
  const used = [...printer.declarations.keys()].filter((name) => new RegExp(`\\b${name}\\b`).test(text));
  const trpc = Object.values(kinds).filter((name) => text.includes(name));
  return [header, importTypes(trpc, '@trpc/server'), importTypes(used, './types.ts'), '\n', text].join('');
}

function printProcedure(procedure: ProcedureFacts, printer: TypePrinter): string {
  const { name, type, input } = procedure;
  return `${name}: ${kinds[type]}<{ input: ${printer.print(input, 'input')}; output: ${printOutput(procedure, printer)}; meta: object }>;\n`;
}

function printOutput({ path, output, event }: ProcedureFacts, printer: TypePrinter): string {
  if (output) return printer.print(output, 'output');
  if (event) return `AsyncIterable<${printer.print(event, 'output')}>`;
  if (path !== 'events.stream') throw new Error(`${path}: declare as \`event\` what the subscription streams`);
  return `AsyncIterable<{ id: string; data: ${printer.print(StreamEvent, 'output')} }>`;
}
