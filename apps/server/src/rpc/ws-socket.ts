import { type Server, WebSocket, WebSocketServer } from 'ws';

const tooLargeCode = 1009;
const closeTimeout = 2_000;
const maxFragments = 256;

/** A socket that gets a last word in before it is closed because of a frame over the limit. */
export class LimitedSocket extends WebSocket {
  onTooLarge: (() => void) | null = null;

  override close(code?: number, reason?: string | Buffer): void {
    if (code === tooLargeCode && this.readyState === WebSocket.OPEN) this.onTooLarge?.();
    super.close(code, reason);
  }
}

/** A WebSocket server without a port, made so that no client can fill or end the process through it. */
export function createSocketServer(maxFrameSize: number): Server<typeof LimitedSocket> {
  const options = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxFrameSize,
    maxFragments,
    closeTimeout,
    WebSocket: LimitedSocket,
  };
  return new WebSocketServer(options);
}
