import { EventEmitter } from 'node:events';
import type { Bus } from '../kernel/ports.ts';

/** Hints within one process. */
export function memoryBus(): Bus {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    publish: (channel) => void emitter.emit(channel),
    subscribe: (channel, listener) => {
      emitter.on(channel, listener);
      return () => void emitter.off(channel, listener);
    },
  };
}
