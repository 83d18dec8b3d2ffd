import { WebSocket } from 'ws';

/** Many sockets that listen, in a process of their own. Told over IPC what to wait for, it answers when it has come. */
const { SWARM_URL = '', SWARM_COUNT = '0', SWARM_TOKEN = '' } = process.env;
const count = Number(SWARM_COUNT);
const subscribes = SWARM_TOKEN !== '';

let sample = '';
let expected: number | null = null;
let arrivals: number[] = [];

function onMessage(data: Buffer): void {
  if (subscribes && !data.includes('"type":"data"')) return;
  if (sample === '') sample = data.toString();
  if (expected === null) return;
  arrivals.push(performance.timeOrigin + performance.now());
  if (arrivals.length === expected) finish();
}

function finish(): void {
  const sorted = arrivals.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  process.send?.({ kind: 'done', p50: at(0.5), p99: at(0.99), first: sorted[0], last: sorted.at(-1), sample });
  expected = null;
  arrivals = [];
}

async function open(): Promise<void> {
  const socket = new WebSocket(SWARM_URL, { perMessageDeflate: false });
  socket.on('error', (error) => process.stderr.write(`${error.message}\n`));
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.on('open', () => {
    if (!subscribes) return resolve();
    socket.send(JSON.stringify({ id: null, method: 'connectionParams', data: { token: SWARM_TOKEN } }));
    socket.send(
      JSON.stringify({ id: 1, method: 'subscription', params: { path: 'events.stream', input: { json: {} } } }),
    );
  });
  socket.on('message', (data: Buffer) => {
    if (subscribes && data.includes('"started"')) resolve();
    onMessage(data);
  });
  return promise;
}

process.on('message', ({ deliveries }: { deliveries: number }) => {
  expected = deliveries;
  arrivals = [];
  process.send?.({ kind: 'armed' });
});

for (let opened = 0; opened < count; opened += 50) {
  await Promise.all(Array.from({ length: Math.min(50, count - opened) }, open));
}
process.send?.({ kind: 'open' });
