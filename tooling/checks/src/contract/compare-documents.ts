import type { Change, LocalChange } from './change.ts';
import { compareDeclarations } from './compare-declarations.ts';
import { compareOperations } from './compare-operations.ts';
import { openWalks } from './compare-schemas.ts';
import type { OpenApiDocument } from './document.ts';
import { addressOf, type LocatedOperation, listOperations } from './operations.ts';

/** Everything that a consumer of the old document finds changed in the new one. */
export function compareDocuments(before: OpenApiDocument, after: OpenApiDocument): Change[] {
  const [old, now] = [listOperations(before), listOperations(after)];
  const partners = pairOperations(old, now);
  const known = new Set(partners.values());
  const openWalk = openWalks(before, after);
  const compare = (operation: LocatedOperation): LocalChange[] => {
    const partner = partners.get(operation);
    if (!partner) return [tellOfGone(operation, now)];
    const sides = { before: { document: before, operation }, after: { document: after, operation: partner } };
    return compareOperations(sides, openWalk());
  };
  return [
    ...compareDeclarations(before, after),
    ...old.flatMap((operation) => compare(operation).map((change) => ({ operation: operation.id, ...change }))),
    ...now.filter((operation) => !known.has(operation)).map(tellOfNew),
  ];
}

/** By address first: it is what goes over the wire; by id where an operation has moved. */
function pairOperations(
  before: readonly LocatedOperation[],
  after: readonly LocatedOperation[],
): Map<LocatedOperation, LocatedOperation> {
  const byAddress = new Map(after.map((operation) => [addressOf(operation), operation]));
  const addresses = new Set(before.map(addressOf));
  const moved = new Map(
    after.filter((operation) => !addresses.has(addressOf(operation))).map((operation) => [operation.id, operation]),
  );
  return new Map(
    before.flatMap((operation) => {
      const partner = byAddress.get(addressOf(operation)) ?? moved.get(operation.id);
      return partner ? [[operation, partner] as const] : [];
    }),
  );
}

function tellOfGone({ method, path }: LocatedOperation, now: readonly LocatedOperation[]): LocalChange {
  const pathStays = now.some((operation) => operation.path === path);
  const what = pathStays ? `method ${method} is gone` : 'the path is gone';
  return { severity: 'break', place: `${method} ${path}`, message: what };
}

function tellOfNew({ id, method, path }: LocatedOperation): Change {
  return { severity: 'addition', operation: id, place: `${method} ${path}`, message: 'is new' };
}
