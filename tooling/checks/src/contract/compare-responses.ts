import { changeAt, type LocalChange, placeAt, severityOf } from './change.ts';
import { compareContent } from './compare-content.ts';
import { dereference, type Header, type Response } from './document.ts';
import type { OperationPair, OperationSide } from './operations.ts';
import type { CompareSchemas } from './walk.ts';

/** What became of the answers of an operation: their statuses, headers and bodies. */
export function compareResponses({ before, after }: OperationPair, compareSchemas: CompareSchemas): LocalChange[] {
  const [old, now] = [responsesOf(before), responsesOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((status) => {
    const [was, is] = [old.get(status), now.get(status)];
    if (!is) return [tellOfStatus(status, 'gone')];
    if (!was) return [tellOfStatus(status, 'new')];
    return [
      ...compareHeaders(status, { before: was, after: is }, compareSchemas),
      ...compareContent(
        placeAt('response', `response ${status}`),
        { before: was.content ?? {}, after: is.content ?? {} },
        compareSchemas,
      ),
    ];
  });
}

function responsesOf({ document, operation }: OperationSide): Map<string, Response> {
  const responses = Object.entries(operation.responses ?? {});
  return new Map(
    responses.map(([status, ref]) => {
      const response = dereference(document, ref);
      const headers = Object.entries(response.headers ?? {}).map(([name, header]) => [
        name.toLowerCase(),
        dereference(document, header),
      ]);
      return [status, { ...response, headers: Object.fromEntries(headers) }];
    }),
  );
}

/** An error that never comes again breaks nobody; one that is new falls to what a client does with errors it does not know. */
function tellOfStatus(status: string, fate: 'gone' | 'new'): LocalChange {
  const lost = status.startsWith('2') ? 'break' : 'addition';
  return changeAt(placeAt('response', `response ${status}`), fate === 'gone' ? lost : 'widening', `is ${fate}`);
}

function compareHeaders(
  status: string,
  { before, after }: { readonly before: Response; readonly after: Response },
  compareSchemas: CompareSchemas,
): LocalChange[] {
  const [old, now] = [headersOf(before), headersOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
    const place = placeAt('response', `header ${name} of response ${status}`);
    const [was, is] = [old.get(name), now.get(name)];
    if (!is) return [changeAt(place, 'break', 'is gone')];
    if (!was) return [changeAt(place, 'addition', 'is new')];
    const kept = (was.required ?? false) === (is.required ?? false);
    const words = is.required ? 'is always there now' : 'is no longer always there';
    return [
      ...(kept ? [] : [changeAt(place, severityOf('response', is.required ? 'narrowed' : 'widened'), words)]),
      ...compareSchemas(place, { before: was.schema ?? true, after: is.schema ?? true }),
    ];
  });
}

function headersOf({ headers = {} }: Response): Map<string, Header> {
  return new Map(Object.entries(headers));
}
