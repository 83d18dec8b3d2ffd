import type { TrendWindow } from '@rookery/contract';

/** Points of a sparkline. */
export const sparklineParts = 12;

/** Seconds of a slot by which uses are counted: short ones for the last hour, long ones for what goes back further. */
const slotSeconds = { short: 300, long: 7200 };

/** Every size of slot in which a use is counted. */
export const slotSizes: readonly number[] = Object.values(slotSeconds);

/** Of how many slots of which size each window is made; the last slot is the one that runs. */
export const windowSlots: Readonly<Record<TrendWindow, { seconds: number; slots: number }>> = {
  '1h': { seconds: slotSeconds.short, slots: 12 },
  '24h': { seconds: slotSeconds.long, slots: 12 },
  '7d': { seconds: slotSeconds.long, slots: 84 },
};

/** The slot of a size in which a moment lies. */
export function slotAt(moment: Date, seconds: number): number {
  return Math.floor(moment.getTime() / 1000 / seconds);
}
