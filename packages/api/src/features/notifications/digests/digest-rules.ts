/** When letters go out, in minutes. */
export const minutes = {
  /** What has been there unread for so long was missed. */
  untilMissed: 10,
  /** So long a message waits. */
  untilMessageMissed: 15,
  /** Between two digests to one person. */
  betweenDigests: 60,
  /** Between two mentions of one person to another in digests, of each kind. */
  betweenPairs: 24 * 60,
  /** What is older is mailed no more. */
  untilStale: 3 * 24 * 60,
} as const;
