/** An event that many sockets get: one object, serialised once. */
export interface SharedEvent {
  /** The cursor that a client hands back as `lastEventId`. */
  readonly id: string;
  readonly data: unknown;
}
