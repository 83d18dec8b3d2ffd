/** What is found at a path: values by method, and the texts in the places of its parameters. */
export interface PathMatch<Value> {
  readonly methods: ReadonlyMap<string, Value>;
  readonly parameters: readonly string[];
}

interface Place<Value> {
  readonly fixed: Map<string, Place<Value>>;
  parameter: Place<Value> | null;
  readonly methods: Map<string, Value>;
}

/** Values by method and path, where a fixed step goes before a parameter. */
export class RouteTree<Value> {
  readonly #root: Place<Value> = emptyPlace();

  /** The value at a method and path, put there if there is none yet. */
  claim(method: string, path: string, make: () => Value): Value {
    const { methods } = stepsOf(path).reduce<Place<Value>>(placeBelow, this.#root);
    const known = methods.get(method);
    if (known !== undefined) return known;
    const made = make();
    methods.set(method, made);
    return made;
  }

  /** What is at a path, whose steps are still encoded; null where nothing is. Throws a URIError for steps that do not decode. */
  find(path: string): PathMatch<Value> | null {
    return path.startsWith('/') ? search(this.#root, stepsOf(path).map(decodeURIComponent), []) : null;
  }
}

function emptyPlace<Value>(): Place<Value> {
  return { fixed: new Map(), parameter: null, methods: new Map() };
}

function stepsOf(path: string): string[] {
  return path.slice(1).split('/');
}

function placeBelow<Value>(place: Place<Value>, step: string): Place<Value> {
  if (step.startsWith('{')) {
    place.parameter ??= emptyPlace();
    return place.parameter;
  }
  const next = place.fixed.get(step) ?? emptyPlace<Value>();
  place.fixed.set(step, next);
  return next;
}

/** NOTE: a fixed step that leads nowhere does not keep a parameter from taking its place. */
function search<Value>(
  place: Place<Value>,
  steps: readonly string[],
  parameters: readonly string[],
): PathMatch<Value> | null {
  const [step, ...rest] = steps;
  if (step === undefined) return place.methods.size > 0 ? { methods: place.methods, parameters } : null;
  const fixed = place.fixed.get(step);
  const found = fixed ? search(fixed, rest, parameters) : null;
  if (found || !place.parameter || step === '') return found;
  return search(place.parameter, rest, [...parameters, step]);
}
