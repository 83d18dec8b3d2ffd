/** Those of the namespaces that stand right inside one, or at the top. Throws when one stands inside nothing. */
export function childrenOf(namespaces: ReadonlyMap<string, unknown>, parent: string | null): string[] {
  return [...namespaces.keys()].filter((name) => {
    const holder = parentOf(name);
    if (holder !== null && !namespaces.has(holder)) throw new Error(`${name}: ${holder} has no procedure of its own`);
    return holder === parent;
  });
}

function parentOf(namespace: string): string | null {
  const end = namespace.lastIndexOf('.');
  return end < 0 ? null : namespace.slice(0, end);
}

/** The last part of a namespace's name. */
export function lastPart(namespace: string): string {
  return namespace.slice(namespace.lastIndexOf('.') + 1);
}
