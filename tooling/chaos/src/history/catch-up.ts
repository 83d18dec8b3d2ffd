import type { Entry, History } from './history.ts';

/**
 * How many milliseconds each device took, once a fault was healed, until it had heard all that had been acknowledged before that: one
 * number for each fault and device.
 */
export function catchUpTimes({ devices, members, entries }: History): number[] {
  const heardAt = new Map<string, number>();
  for (const entry of entries) if (entry.kind === 'heard') heardAt.set(`${entry.device} ${entry.id}`, entry.at);
  const acknowledged = entries.filter((entry) => entry.kind === 'acknowledged');
  return faultsOf(entries).flatMap(({ begun, healed }) => {
    const due = acknowledged.filter(({ at }) => at >= begun - 1000 && at <= healed);
    return Object.entries(devices).map(([device, person]) => {
      const own = due.filter(({ conversation }) => members[conversation]?.includes(person));
      return Math.max(0, ...own.map(({ id }) => (heardAt.get(`${device} ${id}`) ?? Infinity) - healed));
    });
  });
}

/** NOTE: faults come one after another. */
function faultsOf(entries: readonly Entry[]): { begun: number; healed: number }[] {
  let begun = 0;
  return entries.flatMap((entry) => {
    if (entry.kind === 'fault') begun = entry.at;
    return entry.kind === 'healed' ? [{ begun, healed: entry.at }] : [];
  });
}

/** The value below which a share of the values lies; 0 of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
