import { type Loader, whenLoaded } from './loading.ts';
import type { Stream, StreamPorts } from './stream.ts';

/** A stream that begins as soon as its code has been loaded. */
export class LateStream {
  readonly #after: string | null;
  readonly #leave: () => void;
  #stream: Stream | null = null;

  constructor(load: Loader<{ Stream: typeof Stream }>, ports: StreamPorts) {
    this.#after = ports.after;
    this.#leave = whenLoaded(load, {
      use: (code) => {
        this.#stream = new code.Stream(ports);
      },
      onTry: () => ports.onStatus('connecting'),
      onPause: () => ports.onStatus('waiting'),
    });
  }

  get cursor(): string | null {
    return this.#stream ? this.#stream.cursor : this.#after;
  }

  get isAnchored(): boolean {
    return this.#stream?.isAnchored ?? false;
  }

  /** Moves to another connection if this one was opened with an older token. */
  moveTo(token: string): void {
    this.#stream?.moveTo(token);
  }

  close(): void {
    this.#leave();
    this.#stream?.close();
  }
}
