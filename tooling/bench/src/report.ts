import type { Comparison } from './compare.ts';
import type { FanOut } from './fan-out.ts';

const percent = (share: number) => `${(share * 100).toFixed(0)} %`;

/** Calls beside the bare limit, as a table. */
export function callTable(results: readonly Comparison[]): string {
  return table(
    results.map(({ name, ours, bare, ratio, target, cpuRatio }) => ({
      call: name,
      'ours/s': Math.round(ours.perSecond),
      'bare/s': Math.round(bare.perSecond),
      share: percent(ratio),
      promised: target === null ? '' : percent(target),
      'CPU ms': ours.cpuMsPerRequest.toFixed(3),
      'bare CPU ms': bare.cpuMsPerRequest.toFixed(3),
      'CPU ×': cpuRatio.toFixed(2),
      'p50 ms': ours.p50,
      'p99 ms': ours.p99,
      failed: ours.failed + bare.failed,
    })),
  );
}

/** Reads over REST beside the same over tRPC, as a table. */
export function restTable(results: readonly Comparison[]): string {
  return table(
    results.map(({ name, ours, bare, ratio, cpuRatio }) => ({
      'read over REST': name,
      'REST/s': Math.round(ours.perSecond),
      'tRPC/s': Math.round(bare.perSecond),
      'cost ×': (1 / ratio).toFixed(2),
      promised: '1.15',
      'CPU ms': ours.cpuMsPerRequest.toFixed(3),
      'tRPC CPU ms': bare.cpuMsPerRequest.toFixed(3),
      'CPU ×': cpuRatio.toFixed(2),
      'p50 ms': ours.p50,
      'p99 ms': ours.p99,
      failed: ours.failed + bare.failed,
    })),
  );
}

/** Deliveries beside the bare fan-out, as a table. */
export function fanOutTable(results: readonly FanOut[]): string {
  return table(
    results.map(({ sockets, ours, bare, ratio, cpuUsPerDelivery, latency }) => ({
      sockets,
      'deliveries/s': Math.round(ours),
      'bare/s': Math.round(bare),
      share: percent(ratio),
      promised: sockets === 500 ? '60 %' : '',
      'CPU µs': cpuUsPerDelivery.ours.toFixed(1),
      'bare CPU µs': cpuUsPerDelivery.bare.toFixed(1),
      'write → arrival p50 ms': latency.ours.p50.toFixed(1),
      'p99 ms': latency.ours.p99.toFixed(1),
      'bare p50 ms': latency.bare.p50.toFixed(1),
      'bare p99 ms': latency.bare.p99.toFixed(1),
    })),
  );
}

/** Rows as a table of plain text. */
export function table(rows: readonly Record<string, string | number>[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const widths = columns.map((column) => Math.max(column.length, ...rows.map((row) => String(row[column]).length)));
  const line = (cells: readonly unknown[]) => cells.map((cell, n) => String(cell).padStart(widths[n] ?? 0)).join('  ');
  return [line(columns), ...rows.map((row) => line(columns.map((column) => row[column])))].join('\n');
}
