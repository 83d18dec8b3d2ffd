import { table } from '../report.ts';
import type { Delivery } from './delivery.ts';
import type { EndToEnd } from './end-to-end.ts';
import type { IdleSockets } from './idle.ts';
import type { Reconnecting } from './reconnect.ts';

const times = (share: number) => `${share.toFixed(2)} ×`;
const ms = (value: number) => value.toFixed(1);

/** Deliveries beside those of the bare server. */
export function deliveryTable(results: readonly Delivery[]): string {
  return table(
    results.map(({ sockets, perSecond, cpuUs, latency }) => ({
      'message.created to sockets': sockets,
      'deliveries/s': Math.round(perSecond.ours),
      'bare/s': Math.round(perSecond.bare),
      share: `${(perSecond.share * 100).toFixed(0)} %`,
      promised: '60 %',
      'CPU µs': cpuUs.ours.toFixed(1),
      'CPU ×': cpuUs.multiple.toFixed(2),
      'send → arrival p50 ms': ms(latency.ours.p50),
      'p99 ms': ms(latency.ours.p99),
      'bare p50 ms': ms(latency.bare.p50),
      'bare p99 ms': ms(latency.bare.p99),
    })),
  );
}

/** Times from sending to arrival beside the bare path. */
export function endToEndTable(results: readonly EndToEnd[]): string {
  return table(
    results.map(({ processes, redis, ours, bare }) => ({
      'send → received, processes': processes,
      Redis: redis ? 'yes' : 'no',
      'p50 ms': ms(ours.p50),
      'p99 ms': ms(ours.p99),
      'bare p50 ms': ms(bare.p50),
      'bare p99 ms': ms(bare.p99),
      'p50 to bare': times(ours.p50 / bare.p50),
      'p99 to bare': times(ours.p99 / bare.p99),
    })),
  );
}

/** What idle sockets cost beside bare ones. */
export function idleTable({ sockets, ours, bare }: IdleSockets): string {
  const rows = Object.entries({ ours, bare }).map(([whose, cost]) => ({
    [`${sockets} idle sockets`]: whose,
    'RSS KiB a socket': cost.rss.toFixed(1),
    'heap KiB a socket': cost.heap.toFixed(1),
    'CPU ms/s without': cost.cpu.before.toFixed(1),
    'with them': cost.cpu.with.toFixed(1),
  }));
  return table([
    ...rows,
    {
      [`${sockets} idle sockets`]: 'multiple',
      'RSS KiB a socket': times(ours.rss / bare.rss),
      'heap KiB a socket': times(ours.heap / bare.heap),
      'CPU ms/s without': '',
      'with them': '',
    },
  ]);
}

/** How sockets came back. */
export function reconnectTable({ sockets, ours, bare, refused, http }: Reconnecting): string {
  return table([
    {
      [`${sockets} cut at once`]: 'until resumed',
      'p50 ms': ms(ours.p50),
      'p99 ms': ms(ours.p99),
      'last ms': ms(ours.last),
      'bare open last ms': ms(bare.last),
      'last to bare': times(ours.last / bare.last),
      'sockets refused': refused,
      'users.get p99 before ms': ms(http.before),
      'meanwhile ms': ms(http.meanwhile),
      'turned away': http.refused,
    },
  ]);
}
