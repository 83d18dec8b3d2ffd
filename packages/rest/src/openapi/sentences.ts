import { writeCost } from '@rookery/api';
import type { Route } from '../route-table.ts';

const longest = 100;

/** The sentence about a procedure as a headline: without its full stop, or its first clause when it is long. */
export function summaryOf(doc: string): string {
  const [sentence = doc] = doc.split(/(?<=\.) /, 1);
  const whole = sentence.replace(/\.$/, '');
  if (whole.length <= longest && !whole.includes(';')) return whole;
  const [clause = whole] = whole.split(/[;:] /, 1);
  if (clause.length <= longest) return clause;
  const [part = clause] = clause.split(', ', 1);
  return part;
}

const accessSentences = {
  open: 'Needs no token, and minds none.',
  anyone: 'Needs no token; with one, the answer is told for its account.',
  user: 'Needs a signed-in account.',
  moderator: 'For moderators and admins.',
  admin: 'For admins.',
} as const;

const limitSentences = {
  login: 'Strictly limited for each address and each account.',
  register: 'Strictly limited for each address.',
  mail: 'Strictly limited for each recipient of mail.',
  media: 'Strictly limited for each account.',
} as const;

/** What there is to know of routes that share a path: the sentences about them, then who may call and what it costs. */
export function describeRoutes([route, ...others]: [Route, ...Route[]]): string {
  const docs = [route, ...others].map(({ declaration }) => declaration.doc);
  return `${docs.join('\n\nWith another body: ')}\n\n${factsOf(route)}`;
}

function factsOf({ declaration, type }: Route): string {
  const { access, scope, effect, limit, deprecated } = declaration;
  const facts = [
    deprecated && deprecationOf(deprecated),
    accessSentences[access],
    access !== 'open' && scopeSentence(scope),
    effect && `Costs ${plural(writeCost[effect], 'point')} of the hourly budget of writes.`,
    limit && limitSentences[limit],
    type === 'mutation' && effect === 'create' && 'Takes an `Idempotency-Key`.',
  ];
  return facts.filter((fact) => typeof fact === 'string').join(' ');
}

function scopeSentence(scope: string): string {
  return scope === 'session'
    ? 'No personal access token will do, whatever its scopes.'
    : `A personal access token needs the scope \`${scope}\`.`;
}

function deprecationOf({ since, ends, instead }: { since: string; ends?: string; instead?: string }): string {
  const parts = [`Deprecated since ${since}`, ends && `gone from ${ends}`, instead && `in favour of \`${instead}\``];
  return `${parts.filter((part) => part !== undefined).join(', ')}.`;
}

function plural(count: number, word: string): string {
  return count === 1 ? `${count} ${word}` : `${count} ${word}s`;
}

/** Says of a path that it is another one for the same procedure, in the words that are in it alone. */
export function secondName(path: string, first: string, method: string): string {
  const known = new Set(first.split('/'));
  const fresh = path.split('/').filter((part) => part !== '' && !part.startsWith('{') && !known.has(part));
  const words = fresh.length > 0 ? fresh.join('-') : method.toLowerCase();
  return words.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
