import { reasons } from '@rookery/contract';
import { header, quote, sorted } from './text.ts';

/** Prints the words by which errors are told apart. */
export function printErrors(): string {
  const entries = Object.entries(reasons);
  const lines = entries.map(([reason, [, sentence]]) => ` * - \`${reason}\`: ${sentence}\n`).join('');
  const union = (words: Iterable<string>): string => [...words].map((word) => `\n  | ${quote(word)}`).join('');
  return [
    header,
    `/**\n * The stable machine word of an error:\n *\n${lines} */\nexport type Reason =${union(entries.map(([reason]) => reason))};\n\n`,
    `/** tRPC's code of an error. */\nexport type ErrorCode =${union(sorted(new Set(entries.map(([, [code]]) => code))))};\n`,
  ].join('');
}
