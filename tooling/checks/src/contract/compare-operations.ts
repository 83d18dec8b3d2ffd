import type { LocalChange } from './change.ts';
import { compareAccess } from './compare-access.ts';
import { compareParameters } from './compare-parameters.ts';
import { compareRequestBody } from './compare-request-body.ts';
import { compareResponses } from './compare-responses.ts';
import { addressOf, type LocatedOperation, type OperationPair } from './operations.ts';
import type { CompareSchemas } from './walk.ts';

/** What changed in an operation: its name and address, what it takes, what it answers, who may call it. */
export function compareOperations(pair: OperationPair, compareSchemas: CompareSchemas): LocalChange[] {
  return [
    ...compareIdentity(pair.before.operation, pair.after.operation),
    ...compareAccess(pair.before.operation, pair.after.operation),
    ...compareParameters(pair.before.operation, pair.after.operation, compareSchemas),
    ...compareRequestBody(pair, compareSchemas),
    ...compareResponses(pair, compareSchemas),
  ];
}

function compareIdentity(before: LocatedOperation, after: LocatedOperation): LocalChange[] {
  const place = `${before.method} ${before.path}`;
  const address = `${after.method} ${after.path}`;
  const moved = addressOf(before) !== addressOf(after);
  return [
    ...(before.id === after.id ? [] : [tell('break', place, `operationId is ${after.id} instead of ${before.id}`)]),
    ...(moved ? [tell('break', place, `is now at ${address}`)] : []),
    ...(!before.deprecated && after.deprecated ? [tell('addition', place, 'is deprecated now')] : []),
  ];
}

function tell(severity: LocalChange['severity'], place: string, message: string): LocalChange {
  return { severity, place, message };
}
