/** A subscription over a socket of its own, which is told nothing of sessions: what the server sends is all there is. */
export interface Tap extends Disposable {
  /** All that came, as text. */
  readonly heard: readonly string[];
  /** Resolves with the time at which nothing can come any more: the server has ended the subscription or the connection. */
  readonly ended: Promise<number>;
  /** Resolves when a word has come; rejects when nothing can come any more. */
  hears(word: string): Promise<void>;
}

/** What is listened to, and with whose token. */
export interface TapPlan {
  url: string;
  token: string;
  path: 'events.stream' | 'posts.watch';
  input: object;
}

const patienceMs = 120_000;

/** Subscribes; resolves when the server has begun to stream. */
export async function openTap({ url, token, path, input }: TapPlan): Promise<Tap> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/trpc?connectionParams=1`);
  const heard: string[] = [];
  const waiting = new Set<() => void>();
  const ended = Promise.withResolvers<number>();
  const end = (): void => ended.resolve(performance.now());
  const say = (message: object): void => socket.send(JSON.stringify(message));
  socket.addEventListener('open', () => {
    say({ method: 'connectionParams', data: { token } });
    say({ jsonrpc: '2.0', id: 1, method: 'subscription', params: { path, input: { json: input } } });
  });
  socket.addEventListener('message', ({ data }) => {
    const text = String(data);
    if (text === 'PING') return socket.send('PONG');
    heard.push(text);
    if (isLast(text)) end();
    for (const look of waiting) look();
  });
  socket.addEventListener('close', end);
  socket.addEventListener('error', end);
  const hears = (word: string): Promise<void> => {
    const found = Promise.withResolvers<void>();
    const fail = (why: string) => (): void =>
      found.reject(new Error(`${path} ${why} before it told of ${word}; last: ${heard.at(-1)}`));
    const look = (): void => {
      if (heard.some((text) => text.includes(word))) found.resolve();
    };
    const late = setTimeout(fail('fell silent'), patienceMs);
    waiting.add(look);
    look();
    void ended.promise.then(fail('ended'));
    return found.promise.finally(() => {
      waiting.delete(look);
      clearTimeout(late);
    });
  };
  const tap = { heard, ended: ended.promise, hears, [Symbol.dispose]: () => socket.close() };
  await hears('"started"');
  return tap;
}

/** Whether a message ends the subscription, or the whole connection. */
function isLast(text: string): boolean {
  return /"error":|"type":"stopped"/.test(text);
}
