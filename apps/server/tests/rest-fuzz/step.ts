import fc from 'fast-check';
import { hostileString } from '../hostile/strings.ts';
import type { ApiDocument, Operation, Parameter } from './api-document.ts';
import { type CallerName, callerNames } from './cast.ts';
import type { Fitting } from './fitting.ts';
import { type FormParts, formParts } from './form.ts';
import { jsonTwist, spoiled } from './spoil.ts';
import { requestTwist, type Twist } from './twist.ts';

/** What somebody does next: a request in which ids and cursors are still to be filled in. */
export interface Step {
  operation: Operation;
  caller: CallerName;
  path: readonly Named[];
  query: readonly Named[];
  headers: readonly Named[];
  body: { json: unknown; twist: (text: string) => Buffer } | { form: FormParts } | null;
  twists: readonly Twist[];
}

/** A parameter and what stands in it. */
export interface Named {
  name: string;
  value: unknown;
}

/** Operations after which a caller may have to sign in again. */
const enders = new Set(['auth.logout', 'auth.logoutAll', 'auth.revokeSession', 'auth.changePassword', 'me.delete']);

/** What would leave too little to go on with. */
const seldom = new Set([
  'graph.block',
  'groups.delete',
  'groups.leave',
  'posts.delete',
  'chat.leave',
  'chat.declineRequest',
  'media.delete',
]);

/** Steps of anybody: most of them sound, many nearly so, some hostile. */
export function steps(document: ApiDocument, fitting: Fitting): fc.Arbitrary<Step> {
  return fc.oneof(
    ...document.operations.map((operation) => ({
      weight: weightOf(operation),
      arbitrary: stepOf(operation, fitting),
    })),
  );
}

function weightOf({ id, responses }: Operation): number {
  if (seldom.has(id)) return 1;
  return responses.has(201) ? 6 : 3;
}

function stepOf(operation: Operation, fitting: Fitting): fc.Arbitrary<Step> {
  const named = (place: Parameter['in']) => parametersIn(operation, place, fitting);
  return fc.record({
    operation: fc.constant(operation),
    caller: callerOf(operation),
    path: named('path'),
    query: named('query'),
    headers: named('header'),
    body: bodyOf(operation, fitting),
    twists: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(requestTwist, { minLength: 1, maxLength: 2 }) },
    ),
  });
}

function callerOf({ id }: Operation): fc.Arbitrary<CallerName> {
  if (enders.has(id)) return fc.constantFrom('leaver', 'anonymous', 'reader', 'expired');
  return fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom<CallerName[]>('wren', 'lark', 'wren', 'lark', 'staff') },
    { weight: 3, arbitrary: fc.constantFrom(...callerNames) },
  );
}

function parametersIn(
  { parameters, path }: Operation,
  place: Parameter['in'],
  fitting: Fitting,
): fc.Arbitrary<Named[]> {
  const there = parameters.filter((parameter) => parameter.in === place);
  const each = there.map(({ name, schema, required = false }) => {
    const sound = fitting.of(schema, name, path);
    const value = fc.oneof({ weight: 14, arbitrary: sound }, { weight: 1, arbitrary: hostileString });
    return value.chain((given) =>
      fc
        .constantFrom(...(required ? [true] : [true, false, false]))
        .map((isSet) => (isSet ? [{ name, value: given }] : [])),
    );
  });
  return fc.tuple(...each).map((lists) => lists.flat());
}

function bodyOf({ body, path }: Operation, fitting: Fitting): fc.Arbitrary<Step['body']> {
  if (!body) return fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: strayBody });
  if (body.mediaType !== 'application/json') return formParts.map((form) => ({ form }));
  const sound = fitting.of(body.schema, 'body', path);
  const json = fc.oneof({ weight: 5, arbitrary: sound }, { weight: 3, arbitrary: sound.chain(spoiled) });
  return fc.record({ json, twist: jsonTwist });
}

/** What is sent to operations that take no body. */
const strayBody = fc.record({ json: fc.constantFrom({}, null, { a: 1 }, []), twist: jsonTwist });
