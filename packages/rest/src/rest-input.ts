import { DomainError, invalidInput, refuseDepth } from '@rookery/api';
import { isObject, jsonReviver } from './json-reviver.ts';
import type { Route } from './route-table.ts';
import { fieldSchemas } from './schemas.ts';
import { type TextReader, textReader } from './text-reader.ts';

/** What a request brings for its procedure. */
export interface InputParts {
  /** The texts in the places of the path's parameters. */
  parameters: readonly string[];
  query: URLSearchParams;
  /** The text of a JSON body; empty where there is none. */
  body: string;
}

/** Makes the input of a procedure. Throws what the caller is told. */
export type InputReader = (parts: InputParts) => Record<string, unknown>;

/** The reader of a route's input: GET takes the fields that are not in its path from the query, the others from a JSON body. */
export function inputReader({ method, parameters: names, input }: Route): InputReader {
  const readers = readersOf(input);
  const revive = jsonReviver(input) ?? ((value: unknown) => value);
  const fromPath = (texts: readonly string[]): [string, unknown][] =>
    names.map((name, index) => [name, readField(readers, name, [texts[index] ?? ''])]);
  return ({ parameters, query, body }) => {
    if (method !== 'GET') refuseQuery(query);
    const fields = method === 'GET' ? fromQuery(readers, query) : asObject(revive(parseBody(body)));
    for (const name of names) if (Object.hasOwn(fields, name)) throw invalidInput([name], 'It is in the path already');
    return Object.fromEntries([...fromPath(parameters), ...Object.entries(fields)]);
  };
}

/** Parses the text of a JSON body, of which nothing stands for an empty object. */
export function parseBody(text: string): unknown {
  if (text === '') return {};
  const body = parseJson(text);
  refuseDepth(body);
  return body;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const issues = [{ path: [], code: 'custom', message: 'The body is not JSON' }];
    throw new DomainError('validation_failed', { issues, cause });
  }
}

function readersOf(input: unknown): ReadonlyMap<string, TextReader> {
  return new Map(fieldSchemas(input).map(([name, schema]) => [name, textReader(schema)]));
}

/** NOTE: a field that nobody knows goes on as text, so that the schema can refuse it by its name. */
function readField(readers: ReadonlyMap<string, TextReader>, name: string, texts: readonly string[]): unknown {
  return readers.get(name)?.(texts) ?? texts[0];
}

function fromQuery(readers: ReadonlyMap<string, TextReader>, query: URLSearchParams): Record<string, unknown> {
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => [name, readField(readers, name, query.getAll(name))]),
  );
}

function refuseQuery(query: URLSearchParams): void {
  const [name] = query.keys();
  if (name !== undefined) throw invalidInput([name], 'This takes nothing from the query');
}

function asObject(body: unknown): Record<string, unknown> {
  if (isObject(body)) return body;
  throw invalidInput([], 'The body is not a JSON object');
}
