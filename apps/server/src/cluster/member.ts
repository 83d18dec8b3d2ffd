import { FromPrimary, type FromWorker } from './messages.ts';

/** This worker among those that serve together. */
export interface Member {
  /** Whether it does what only one has to do. */
  readonly isFirst: boolean;
  /** Tells that it serves. */
  ready(): void;
  /** What all of them have counted, in Prometheus' text format. */
  metrics(): Promise<string>;
  /** Called when the primary process wants this one to end. */
  onEnd(listener: () => void): void;
}

/** Takes up the line to the primary process. NOTE: when that is lost, node:cluster ends this process at once, so that none is left behind. */
export function joinCluster(isFirst: boolean): Member {
  const waiting = new Map<number, PromiseWithResolvers<string>>();
  let asked = 0;
  let end: () => void = () => undefined;
  process.on('message', (raw) => {
    const { data: message } = FromPrimary.safeParse(raw);
    if (message?.rookery === 'end') end();
    if (message?.rookery !== 'metrics') return;
    const { promise: _, ...waiter } = waiting.get(message.id) ?? Promise.withResolvers<string>();
    waiting.delete(message.id);
    if (message.text === null) waiter.reject(new Error('the processes could not all be asked'));
    else waiter.resolve(message.text);
  });
  return {
    isFirst,
    ready: () => tell({ rookery: 'ready' }),
    metrics: () => {
      asked += 1;
      const waiter = Promise.withResolvers<string>();
      waiting.set(asked, waiter);
      tell({ rookery: 'metrics-wanted', id: asked });
      return waiter.promise;
    },
    onEnd: (listener) => {
      end = listener;
    },
  };
}

function tell(message: FromWorker): void {
  process.send?.(message);
}
