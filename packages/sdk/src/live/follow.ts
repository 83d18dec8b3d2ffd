import type { FollowHandlers } from '../events.ts';
import type { StreamEvent } from '../generated/types.ts';
import { guard } from '../guard.ts';
import { jitter, sleep } from '../timing.ts';

/** What following stands on. */
export interface FollowPorts {
  onEvent(handler: (event: StreamEvent) => void): () => void;
  /** Calls back each time the place in the stream has been fixed anew, at once if it is. */
  onAnchored(listener: () => void): () => void;
  report(error: unknown): void;
}

/** Hands on a state, then every event after the place at which it was read. */
export function follow<Snapshot>(
  ports: FollowPorts,
  read: () => Promise<Snapshot>,
  handlers: FollowHandlers<Snapshot>,
): () => void {
  const { report } = ports;
  let waiting: StreamEvent[] | null = [];
  let round = 0;

  const hand = (event: StreamEvent): void => guard(report, () => handlers.event(event));

  const begin = async (): Promise<void> => {
    const mine = ++round;
    waiting = [];
    for (let failures = 0; mine === round; failures += 1) {
      try {
        const snapshot = await read();
        if (mine !== round) return;
        guard(report, () => handlers.snapshot(snapshot));
        waiting?.forEach(hand);
        waiting = null;
        return;
      } catch (error) {
        report(error);
        await sleep(jitter(failures, 500, 15_000));
      }
    }
  };

  const stopEvents = ports.onEvent((event) => {
    if (event.type === 'stream.reset') void begin();
    else if (waiting) waiting.push(event);
    else hand(event);
  });
  const stopAnchors = ports.onAnchored(() => void begin());
  return () => {
    round += 1;
    stopEvents();
    stopAnchors();
  };
}
