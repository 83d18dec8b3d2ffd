import type { App } from '../../kernel/app.ts';
import type { EventFlow } from '../../kernel/event-sink.ts';
import type { Processes } from '../../kernel/ports.ts';
import { PresenceRegister } from './presence-register.ts';

/** Who is on each process that this one runs: one, but for tests. */
const registers = new WeakMap<Processes, PresenceRegister>();

/** Keeps down who is on this process, until it is disposed. */
export function openPresence(app: App): AsyncDisposable {
  const register = new PresenceRegister(app);
  registers.set(app.processes, register);
  return register;
}

/** Somebody opens a live stream; the function that it returns closes it. Costs nothing at once. */
export function enter(app: App, profileId: string): () => void {
  return registers.get(app.processes)?.enter(profileId) ?? (() => undefined);
}

/** A stream that makes its reader be there until it stops. */
export function whilePresent(app: App, profileId: string, flow: EventFlow): EventFlow {
  const leave = enter(app, profileId);
  return {
    resume: () => flow.resume?.(),
    stop: () => {
      leave();
      flow.stop();
    },
  };
}
