import type { FileRule } from './rule.ts';

const opening = /^export (?:async )?function\*? ?(\w+)|^export const (\w+) = (?:async )?(?=[<(])/gm;

/** An exported function says what it gives back, so that a reader and a compiler need no other file. */
export const resultType: FileRule = {
  name: 'result-type',
  complain: ({ path, text }) =>
    /\.tsx?$/.test(path)
      ? [...text.matchAll(opening)]
          .filter((match) => statesNoResult(text.slice(match.index + match[0].length)))
          .map(([, declared, assigned]) => `${declared ?? assigned} states no result type`)
      : [],
};

function statesNoResult(rest: string): boolean {
  const parameters = rest.indexOf('(', endOfGenerics(rest));
  const after = rest.slice(closing(rest, parameters) + 1).trimStart();
  return after.startsWith('{') || after.startsWith('=>');
}

function endOfGenerics(rest: string): number {
  return rest.trimStart().startsWith('<') ? closing(rest, rest.indexOf('<')) : 0;
}

const pairs = new Map([
  ['(', ')'],
  ['<', '>'],
  ['{', '}'],
  ['[', ']'],
]);

/** Where the bracket that opens at `start` closes; arrows are no brackets. */
function closing(text: string, start: number): number {
  const open = text[start] ?? '';
  const close = pairs.get(open);
  let depth = 0;
  for (let index = start; index < text.length; index += 1) {
    if (text[index] === open) depth += 1;
    if (text[index] === close && !(close === '>' && text[index - 1] === '=')) depth -= 1;
    if (depth === 0) return index;
  }
  return text.length;
}
