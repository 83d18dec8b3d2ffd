import { StreamEvent } from '@rookery/contract';
import { schemaNames } from './schema-names.ts';
import { docComment, header, importTypes, quote } from './text.ts';
import type { TypePrinter } from './type-printer.ts';

/** Prints the map of live events by type. */
export function printEvents(printer: TypePrinter): string {
  const whole = printer.print(StreamEvent, 'output');
  const events = StreamEvent.options.map((option) => {
    const name = schemaNames.get(option);
    if (!name) throw new Error('every event of the stream is exported by the contract');
    const type = String(option.shape.type.value);
    return { name, text: `${docComment(option.description, '  ')}  ${quote(type)}: ${name};\n` };
  });
  const all = `${docComment('Every one of them.', '  ')}  '*': ${whole};\n`;
  return [
    header,
    importTypes([whole, ...events.map(({ name }) => name)], './types.ts'),
    `\n/** Live events by type. */\nexport interface RookeryEvents {\n${events.map(({ text }) => text).join('')}${all}}\n`,
  ].join('');
}
