import type { Change, Severity } from './change.ts';

const headings = {
  break: 'Breaks: programs that obeyed the old document fail',
  widening: 'Widenings: answers not seen before, where several were to be expected',
  addition: 'Additions and promises: nobody has to do anything',
} satisfies Record<Severity, string>;

/** One line for each difference; the same one of several operations, as in a shared schema, is told once. */
export function describeChanges(changes: readonly Change[], namesShown: number = Number.POSITIVE_INFINITY): string[] {
  const operations = Map.groupBy(changes, ({ place, message }) => `${place} ${message}`);
  return [...operations].map(([what, each]) => {
    const names = [...new Set(each.map(({ operation }) => operation))];
    return `${describeNames(names, namesShown)}: ${what}`;
  });
}

function describeNames(names: readonly string[], shown: number): string {
  const rest = names.length - shown;
  return rest > 0 ? `${names.slice(0, shown).join(', ')} and ${rest} more` : names.join(', ');
}

/** The changes of one severity. */
export function ofSeverity(changes: readonly Change[], severity: Severity): Change[] {
  return changes.filter((change) => change.severity === severity);
}

/** The whole comparison as lines of text. */
export function printReport(changes: readonly Change[]): string[] {
  const severities: readonly Severity[] = ['break', 'widening', 'addition'];
  const sections = severities.flatMap((severity) => {
    const lines = describeChanges(ofSeverity(changes, severity));
    return lines.length === 0
      ? []
      : [`${headings[severity]} (${lines.length})`, ...lines.map((line) => `  ${line}`), ''];
  });
  return sections.length === 0 ? ['Nothing changed for consumers.'] : sections.slice(0, -1);
}
