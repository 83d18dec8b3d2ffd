/** What a stream may cost us. Times are in milliseconds. */
export interface StreamLimits {
  streamsPerAccount: number;
  maxStreams: number;
  /** Bytes that may wait for a client to read them. */
  maxBacklog: number;
  /** How long they may wait before the stream is cut off. */
  backlogTime: number;
  /** How long a stream may be silent. */
  heartbeatEvery: number;
  /** How long a client may take to read the last of a stream that has ended. */
  closeTime: number;
  /** How often streams are looked after. */
  sweepEvery: number;
}

/** The limits where nothing else is said; clients are slow, and lost, by the same measure as on sockets. */
export const defaultLimits: StreamLimits = {
  streamsPerAccount: 10,
  maxStreams: 10_000,
  maxBacklog: 256 * 1024,
  backlogTime: 10_000,
  heartbeatEvery: 20_000,
  closeTime: 2_000,
  sweepEvery: 1_000,
};
