/** A line of a list that follows what it shows. */
export interface Line<Item> {
  readonly element: HTMLElement;
  show(item: Item): void;
}

/** Keeps the lines of a list in step with items: each keeps its element, and only those move that have to. */
export function createKeyedList<Item>(
  list: HTMLElement,
  keyOf: (item: Item) => string,
  draw: (item: Item) => Line<Item>,
): (items: readonly Item[]) => void {
  const lines = new Map<string, Line<Item>>();
  return (items) => {
    const wanted = new Set(items.map(keyOf));
    for (const [key, line] of lines) {
      if (wanted.has(key)) continue;
      line.element.remove();
      lines.delete(key);
    }
    for (const [index, item] of items.entries()) {
      const key = keyOf(item);
      const line = lines.get(key) ?? draw(item);
      lines.set(key, line);
      line.show(item);
      const there = list.children[index];
      if (there !== line.element) list.insertBefore(line.element, there ?? null);
    }
  };
}
