import type { Change, Severity } from './change.ts';
import { canonical, dereference, isRecord, type OpenApiDocument } from './document.ts';

const whole = 'document';

/** What holds for all operations: where they are served, and how one proves who one is. */
export function compareDeclarations(before: OpenApiDocument, after: OpenApiDocument): Change[] {
  return [...compareServers(before, after), ...compareSchemes(before, after)];
}

function compareServers(before: OpenApiDocument, after: OpenApiDocument): Change[] {
  const [old, now] = [before, after].map(({ servers }) => new Set((servers ?? [{ url: '/' }]).map(({ url }) => url)));
  return [
    ...[...(old ?? [])].filter((url) => !now?.has(url)).map((url) => tell('break', `server ${url}`, 'is gone')),
    ...[...(now ?? [])].filter((url) => !old?.has(url)).map((url) => tell('addition', `server ${url}`, 'is new')),
  ];
}

function compareSchemes(before: OpenApiDocument, after: OpenApiDocument): Change[] {
  const [old, now] = [schemesOf(before), schemesOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
    const place = `security scheme ${name}`;
    if (!now.has(name)) return [tell('break', place, 'is gone')];
    if (!old.has(name)) return [tell('addition', place, 'is new')];
    return old.get(name) === now.get(name) ? [] : [tell('break', place, 'works in another way')];
  });
}

function schemesOf(document: OpenApiDocument): Map<string, string> {
  const schemes = Object.entries(document.components?.securitySchemes ?? {});
  return new Map(schemes.map(([name, scheme]) => [name, canonical(withoutWords(dereference(document, scheme)))]));
}

function withoutWords(scheme: unknown): unknown {
  if (!isRecord(scheme)) return scheme;
  const { description, bearerFormat, ...rest } = scheme;
  return rest;
}

function tell(severity: Severity, place: string, message: string): Change {
  return { severity, operation: whole, place, message };
}
