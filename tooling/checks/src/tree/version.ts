/** Whether a version precedes another; a pre-release precedes its release. */
export function isBelow(version: string, bound: string): boolean {
  const left = numbersOf(version);
  const right = numbersOf(bound);
  const differing = left.findIndex((number, index) => number !== right[index]);
  if (differing < 0) return version.includes('-') && !bound.includes('-');
  return (left[differing] ?? 0) < (right[differing] ?? 0);
}

function numbersOf(version: string): number[] {
  return (version.split('-')[0] ?? '').split('.').map(Number);
}
