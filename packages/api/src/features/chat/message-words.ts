import { boundTerms, partsOfQuery, wordsOf } from '../../kernel/words/asked.ts';
import { type Token, tokensOf } from '../../kernel/words/tokens.ts';
import { toPhrase, toVector } from '../../kernel/words/vector.ts';

/** SQL expression: what the words of a conversation begin with in the index, so that a search reads those of no other. */
export function wordPrefixOf(conversationId: string): string {
  return `(right(${conversationId}::text, 8) || ':')`;
}

/** What stands in a query where the beginning of the words belongs. NOTE: no word has this sign. */
export const prefixSign = '@';

function marked(tokens: readonly Token[], prefix: string): Token[] {
  return tokens.map(({ word, position }) => ({ word: prefix + word, position }));
}

/** The text of the tsvector of what was said in a conversation. */
export function vectorOf(conversationId: string, text: string): string {
  return toVector(marked(tokensOf(text), `${conversationId.slice(-8)}:`), []);
}

/** The text of the tsquery of a search, with `prefixSign` before each word; null when it names nothing, or only what shall not be there. */
export function queryOf(text: string): string | null {
  const parts = partsOfQuery(text).map((part) => ({ negated: part.negated, words: wordsOf(part) }));
  const those = (negated: boolean) => parts.flatMap((part) => (part.negated === negated ? (part.words ?? []) : []));
  const [all = [], none = []] = boundTerms(those(false), those(true));
  if (all.length === 0) return null;
  const phrases = (terms: typeof all) =>
    terms.map(({ sequence, prefix }) => toPhrase(marked(sequence, prefixSign), prefix));
  return [...phrases(all), ...phrases(none).map((phrase) => `!(${phrase})`)].join(' & ');
}
