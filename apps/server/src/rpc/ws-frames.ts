import type { SharedEvent } from '@rookery/api/event-sink';
import type { JSONRPC2, TRPCClientOutgoingMessage } from '@trpc/server/rpc';

/** The beginning of every frame about a call. */
export type FrameHead = string;

/** The beginning of frames that answer a message. */
export function headOf({
  id,
  jsonrpc,
}: Pick<TRPCClientOutgoingMessage, 'jsonrpc'> & { id: JSONRPC2.RequestId }): FrameHead {
  return `{"id":${JSON.stringify(id)}${jsonrpc === undefined ? '' : `,"jsonrpc":"${jsonrpc}"`},`;
}

/** The beginning of frames that answer nothing in particular. */
export const noHead: FrameHead = '{"id":null,';

/** Tells a client to open another socket and to move to it. */
export const reconnectFrame = '{"id":null,"method":"reconnect"}';

export const startedTail = '"result":{"type":"started"}}';
export const stoppedTail = '"result":{"type":"stopped"}}';

/** The rest of a frame that carries an output or an event. */
export function dataTail(text: string | undefined, trackedId?: string): string {
  const data = text === undefined ? '' : `,"data":${text}`;
  return `"result":{"type":"data"${data}${trackedId === undefined ? '' : `,"id":${JSON.stringify(trackedId)}`}}}`;
}

/** The rest of a frame that carries an error. */
export function errorTail(text: string): string {
  return `"error":${text}}`;
}

const maxCachedHeads = 32;

interface Cached {
  tail: string;
  frames: Map<FrameHead, Buffer>;
}

/** Frames of events that many sockets get: serialised once, and put into bytes once for all sockets that number their calls alike. */
export class EventFrames {
  readonly #textOf: (value: unknown) => string | undefined;
  readonly #cached = new WeakMap<SharedEvent, Cached>();

  constructor(textOf: (value: unknown) => string | undefined) {
    this.#textOf = textOf;
  }

  frame(event: SharedEvent, head: FrameHead): Buffer {
    let cached = this.#cached.get(event);
    if (!cached) {
      cached = { tail: this.#tailOf(event), frames: new Map() };
      this.#cached.set(event, cached);
    }
    return cached.frames.get(head) ?? addFrame(cached, head);
  }

  #tailOf({ id, data }: SharedEvent): string {
    return id === null ? dataTail(this.#textOf(data)) : dataTail(this.#textOf({ id, data }), id);
  }
}

function addFrame(cached: Cached, head: FrameHead): Buffer {
  const frame = Buffer.from(head + cached.tail);
  if (cached.frames.size < maxCachedHeads) cached.frames.set(head, frame);
  return frame;
}
