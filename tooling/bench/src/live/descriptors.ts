import { readFileSync } from 'node:fs';

/** Says why so many sockets cannot be opened, or null when they can. A process needs one descriptor for each socket, and some more. */
export function tooFewDescriptors(sockets: number): string | null {
  const limits = readFileSync('/proc/self/limits', 'utf8');
  const allowed = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY);
  const needed = sockets + 500;
  if (allowed >= needed) return null;
  return `A process may have ${allowed} files open, and ${sockets} sockets need ${needed}. Mend: ulimit -n ${needed}, or take smaller sizes.`;
}
