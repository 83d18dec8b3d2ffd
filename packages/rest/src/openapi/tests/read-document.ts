import type { JsonSchema, Part } from '../json-schema.ts';

/** A document as tests read it. */
export interface Document {
  paths: Record<string, Record<string, Operation>>;
  tags: { name: string; description: string }[];
  components: {
    schemas: Record<string, JsonSchema>;
    parameters: Record<string, Parameter>;
    responses: Record<string, Response>;
    examples: Record<string, { value: unknown }>;
  };
}

interface Media {
  schema: JsonSchema;
  example?: unknown;
  examples?: Record<string, { $ref?: string; value?: unknown }>;
}

interface Response {
  $ref?: string;
  content?: Record<string, Media>;
}

export interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  schema: JsonSchema;
}

export interface Operation {
  operationId: string;
  summary: string;
  description: string;
  security: Part[];
  'x-procedures': string[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, Media> };
  responses: Record<string, Response>;
}

/** NOTE: the guard proves that documents are of this shape. */
export function asDocument(document: unknown): Document {
  return document as Document;
}

/** Every operation with its place. */
export function listOperations({ paths }: Document): { path: string; method: string; operation: Operation }[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
}

/** The parameters of an operation, those that it shares with others among them. */
export function parametersOf({ parameters = [] }: Operation, { components }: Document): Parameter[] {
  return parameters.flatMap((parameter) => {
    const name = parameter.$ref?.slice('#/components/parameters/'.length);
    return name === undefined ? [parameter] : (components.parameters[name] ?? []);
  });
}

/** The examples that stand with a body. */
export function examplesIn({ example, examples = {} }: Media, { components }: Document): unknown[] {
  const referred = Object.values(examples).map(({ $ref = '', value }) =>
    $ref === '' ? value : components.examples[$ref.slice('#/components/examples/'.length)]?.value,
  );
  return example === undefined ? referred : [example, ...referred];
}
