/** The part of the standard `WebSocket` that the client uses. */
export interface Socket {
  send(data: string): void;
  close(): void;
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
}

/** A constructor of sockets: the standard `WebSocket`, or that of the package ws. */
export type SocketConstructor = new (url: string) => Socket;
