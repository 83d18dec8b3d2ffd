import { changeAt, type LocalChange, placeAt, severityOf } from './change.ts';
import { compareContent } from './compare-content.ts';
import { dereference } from './document.ts';
import type { OperationPair } from './operations.ts';
import type { CompareSchemas } from './walk.ts';

const place = placeAt('request', 'request body');

/** What became of the body that an operation takes. */
export function compareRequestBody({ before, after }: OperationPair, compareSchemas: CompareSchemas): LocalChange[] {
  const old = dereference(before.document, before.operation.requestBody);
  const now = dereference(after.document, after.operation.requestBody);
  if (!old) return now ? [changeAt(place, ...newBody(now.required ?? false))] : [];
  if (!now) return [changeAt(place, 'break', 'is gone')];
  return [
    ...compareNeed(old.required ?? false, now.required ?? false),
    ...compareContent(place, { before: old.content ?? {}, after: now.content ?? {} }, compareSchemas),
  ];
}

function newBody(required: boolean): ['break' | 'addition', string] {
  return required ? ['break', 'is new and required'] : ['addition', 'is new'];
}

function compareNeed(before: boolean, after: boolean): LocalChange[] {
  if (before === after) return [];
  const words = after ? 'is now required' : 'may be left out now';
  return [changeAt(place, severityOf('request', after ? 'narrowed' : 'widened'), words)];
}
