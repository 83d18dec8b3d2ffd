/** What the process with the listening sockets is asked; each question has a number of its own. */
export type Question =
  | { n: number; ask: 'open'; url: string; tokens: readonly string[]; sockets: number; after: number; seed: number }
  | { n: number; ask: 'expect'; upTo: number }
  | { n: number; ask: 'cut' }
  | { n: number; ask: 'tally' };

/** What it answers. */
export interface Answers {
  open: Record<never, never>;
  /** For each message that a socket got since it was asked: its number, and when, in milliseconds since 1970. */
  expect: { seqs: number[]; times: number[] };
  cut: Resumption;
  tally: Tally;
}

/** How sockets that were all cut came back; milliseconds since the cut. */
export interface Resumption {
  /** Until each was let in again. */
  open: number[];
  /** Until each had all that anybody had when it was let in. */
  resumed: number[];
  refused: number;
}

/** Whether each socket got each message once and in order. */
export interface Tally {
  got: number;
  lost: number;
  twice: number;
}

/** Milliseconds since 1970, with fractions, as all processes of the machine have it. */
export const now = (): number => performance.timeOrigin + performance.now();
