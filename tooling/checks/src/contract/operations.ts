import { dereference, isRecord, type OpenApiDocument, type Operation, type Parameter } from './document.ts';

/** An operation with what it inherits from its path and its document. */
export interface LocatedOperation extends Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
}

/** An operation in its document. */
export interface OperationSide {
  readonly document: OpenApiDocument;
  readonly operation: LocatedOperation;
}

/** The same operation before and after. */
export interface OperationPair {
  readonly before: OperationSide;
  readonly after: OperationSide;
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** All operations of a document. */
export function listOperations(document: OpenApiDocument): LocatedOperation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, ref]) => {
    const item = dereference(document, ref);
    return methods.flatMap((method) => {
      const operation = item[method];
      return isRecord(operation) ? [locate(document, operation, { method, path, shared: item.parameters })] : [];
    });
  });
}

function locate(
  document: OpenApiDocument,
  operation: Operation,
  { method, path, shared }: { method: string; path: string; shared: unknown },
): LocatedOperation {
  const parameters = [...parametersOf(shared), ...parametersOf(operation.parameters)].map((parameter) =>
    dereference(document, parameter),
  );
  const verb = method.toUpperCase();
  return {
    ...operation,
    ...((operation.security ?? document.security) ? { security: operation.security ?? document.security ?? [] } : {}),
    id: operation.operationId ?? `${verb} ${path}`,
    method: verb,
    path,
    parameters: [...new Map(parameters.map((each) => [keyOfParameter(each), each])).values()],
  };
}

/** A path and its operations list their parameters in the same form. */
function parametersOf(list: unknown): readonly Parameter[] {
  return Array.isArray(list) ? list : [];
}

/** What tells a parameter from others; headers are the same in any case of letters. */
export function keyOfParameter({ in: where, name }: Parameter): string {
  return `${where} ${where === 'header' ? name.toLowerCase() : name}`;
}

/** Where an operation is called, whatever the names of the parameters in its path. */
export function addressOf({ method, path }: LocatedOperation): string {
  return `${method} ${path.replaceAll(/\{[^}]*\}/g, '{}')}`;
}
