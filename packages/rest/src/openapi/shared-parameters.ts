import type { Part } from './json-schema.ts';
import { pascal } from './schema-book.ts';

const often = 5;

/** Paths in which parameters that many operations share are references, and those parameters by name. */
export function shareParameters(paths: Record<string, Part>): { paths: Record<string, Part>; shared: Part } {
  const counts = new Map<string, number>();
  for (const text of inlineParameters(paths)) counts.set(text, (counts.get(text) ?? 0) + 1);
  const names = new Map<string, string>();
  for (const [text, count] of [...counts].toSorted(([, one], [, other]) => other - one)) {
    const name = pascal(nameIn(text));
    if (count >= often && ![...names.values()].includes(name)) names.set(text, name);
  }
  const shared = Object.fromEntries([...names].map(([text, name]) => [name, JSON.parse(text)]));
  return { paths: mapParameters(paths, names), shared };
}

/** NOTE: the text is that of a parameter which stands in an operation, and so has a name. */
function nameIn(text: string): string {
  return (JSON.parse(text) as { name: string }).name;
}

function inlineParameters(paths: Record<string, Part>): string[] {
  return Object.values(paths)
    .flatMap((operations) => Object.values(operations))
    .flatMap(parametersIn)
    .filter((parameter) => !('$ref' in parameter))
    .map((parameter) => JSON.stringify(parameter));
}

/** NOTE: what pathsOf has made of routes. */
function parametersIn(operation: unknown): Part[] {
  return (operation as { parameters?: Part[] }).parameters ?? [];
}

function mapParameters(paths: Record<string, Part>, names: ReadonlyMap<string, string>): Record<string, Part> {
  const refer = (parameter: Part): Part => {
    const name = names.get(JSON.stringify(parameter));
    return name === undefined ? parameter : { $ref: `#/components/parameters/${name}` };
  };
  const map = (operation: unknown): unknown => {
    const parameters = parametersIn(operation);
    return parameters.length === 0 ? operation : { ...(operation as Part), parameters: parameters.map(refer) };
  };
  return Object.fromEntries(
    Object.entries(paths).map(([path, operations]) => [
      path,
      Object.fromEntries(Object.entries(operations).map(([method, operation]) => [method, map(operation)])),
    ]),
  );
}
