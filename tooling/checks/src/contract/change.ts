/**
 * How much a change asks of consumers. A `break` stops a program that obeyed the old document. A `widening` brings an
 * answer it has not seen before in a place where it had to expect several: it is named, but asks for no new major
 * version, or each new kind of notification and each new reason of an error would. An `addition` asks nothing.
 */
export type Severity = 'break' | 'widening' | 'addition';

/** Where consumers write or read what changed: what is fine in one direction breaks in the other. */
export type Direction = 'request' | 'response';

/** One difference of one operation; `operation` is an operationId, or a name for the whole document. */
export interface Change {
  readonly severity: Severity;
  readonly operation: string;
  readonly place: string;
  readonly message: string;
}

/** A difference whose operation is known to the caller. */
export type LocalChange = Omit<Change, 'operation'>;

/** Whether a change allows fewer values than before, or more. */
export type Effect = 'narrowed' | 'widened' | 'changed';

/** What an effect means: fewer values break who writes, more values whom reads; `loosened` says how badly the latter. */
export function severityOf(direction: Direction, effect: Effect, loosened: Severity = 'break'): Severity {
  if (effect === 'changed') return 'break';
  if (direction === 'request') return effect === 'narrowed' ? 'break' : 'addition';
  return effect === 'widened' ? loosened : 'addition';
}

/** A place inside of a body or parameter; inside a named schema it is told from there, the same for all operations. */
export interface Place {
  readonly direction: Direction;
  readonly root: string;
  readonly path: string;
  readonly insideNamed: boolean;
}

/** The outermost place of a body, parameter or header. */
export function placeAt(direction: Direction, root: string): Place {
  return { direction, root, path: '', insideNamed: false };
}

/** The place of a named schema, wherever it is used. */
export function placeOfNamed(direction: Direction, name: string): Place {
  return { direction, root: direction, path: name, insideNamed: true };
}

/** A place one step further in. */
export function within(place: Place, step: string): Place {
  const joined = step.startsWith('[') || place.path === '' ? `${place.path}${step}` : `${place.path}.${step}`;
  return { ...place, path: joined };
}

/** A place in words. */
function describePlace({ root, path, insideNamed }: Place): string {
  if (path === '') return root;
  return insideNamed && !/[.[]/.test(path) ? `${root} ${path}` : `${root} field "${path}"`;
}

/** A change at a place. */
export function changeAt(place: Place, severity: Severity, message: string): LocalChange {
  return { severity, place: describePlace(place), message };
}
