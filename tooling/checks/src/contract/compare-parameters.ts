import { changeAt, type LocalChange, placeAt, severityOf } from './change.ts';
import { canonical, type Parameter, type SchemaLike } from './document.ts';
import { keyOfParameter, type LocatedOperation } from './operations.ts';
import type { CompareSchemas } from './walk.ts';

/** What became of the parameters in path, query and headers. */
export function compareParameters(
  before: LocatedOperation,
  after: LocatedOperation,
  compareSchemas: CompareSchemas,
): LocalChange[] {
  const renamed = renamedInPath(before.path, after.path);
  const now = new Map(after.parameters.map((parameter) => [keyOfParameter(parameter), parameter]));
  const partners = new Map(before.parameters.map((old) => [old, now.get(keyInNew(old, renamed))]));
  const known = new Set(partners.values());
  return [
    ...[...partners].flatMap(([old, partner]) =>
      partner ? compareParameter(old, partner, compareSchemas) : [tell(old, 'break', 'is gone')],
    ),
    ...after.parameters.filter((parameter) => !known.has(parameter)).map(tellOfNew),
  ];
}

/** Names in the path by position: over the wire only the position counts, in generated clients the name. */
function renamedInPath(before: string, after: string): Map<string, string> {
  const [old, now] = [namesInPath(before), namesInPath(after)];
  return new Map(old.length === now.length ? old.map((name, index) => [name, now[index] ?? name]) : []);
}

function namesInPath(path: string): string[] {
  return [...path.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name);
}

function keyInNew(old: Parameter, renamed: ReadonlyMap<string, string>): string {
  const name = old.in === 'path' ? (renamed.get(old.name) ?? old.name) : old.name;
  return keyOfParameter({ ...old, name });
}

function compareParameter(before: Parameter, after: Parameter, compareSchemas: CompareSchemas): LocalChange[] {
  const need = (after.required ?? false) ? 'is now required' : 'may be left out now';
  const sameNeed = (before.required ?? false) === (after.required ?? false);
  const place = placeAt('request', describe(before));
  return [
    ...(sameName(before, after) ? [] : [tell(before, 'break', `is called "${after.name}" now`)]),
    ...(sameNeed ? [] : [tell(before, severityOf('request', after.required ? 'narrowed' : 'widened'), need)]),
    ...(formOf(before) === formOf(after) ? [] : [changeAt(place, 'break', 'is written in another way')]),
    ...(!before.deprecated && after.deprecated ? [tell(before, 'addition', 'is deprecated now')] : []),
    ...compareSchemas(place, { before: schemaOf(before), after: schemaOf(after) }),
  ];
}

function sameName(before: Parameter, after: Parameter): boolean {
  return keyOfParameter(before) === keyOfParameter(after);
}

/** How lists and objects are written into text. */
function formOf({ in: where, style, explode, content }: Parameter): string {
  const usual = where === 'query' || where === 'cookie' ? 'form' : 'simple';
  const form = style ?? usual;
  return canonical([form, explode ?? form === 'form', Object.keys(content ?? {})]);
}

function schemaOf({ schema, content }: Parameter): SchemaLike {
  return schema ?? Object.values(content ?? {})[0]?.schema ?? true;
}

function tellOfNew(parameter: Parameter): LocalChange {
  return parameter.required ? tell(parameter, 'break', 'is new and required') : tell(parameter, 'addition', 'is new');
}

function describe({ in: where, name }: Parameter): string {
  return `${where} parameter "${name}"`;
}

function tell(parameter: Parameter, severity: LocalChange['severity'], message: string): LocalChange {
  return changeAt(placeAt('request', describe(parameter)), severity, message);
}
