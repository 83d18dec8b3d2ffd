import { type FinishedCall, type OpenApp, type RecountReports, statement } from '@rookery/api';
import type { Pool } from 'pg';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { shareRegistry } from './cluster/cluster-metrics.ts';
import type { Member } from './cluster/member.ts';

/** One HTTP request, when it has been answered. */
export interface FinishedRequest {
  /** One of the few kinds of paths. */
  route: string;
  status: number;
  seconds: number;
}

/** What only their owners can tell at the moment of asking. */
export interface Gauges {
  requestsInFlight(): number;
  eventLoopLagSeconds(): number;
  sockets(): number;
  subscriptions(): number;
  streams(): number;
}

/** Everything that is counted in this process. */
export interface Metrics {
  call(call: FinishedCall): void;
  readonly recounts: RecountReports;
  request(request: FinishedRequest): void;
  watch(app: OpenApp, gauges: Gauges): Promise<void>;
  /** All of it in Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Opens a registry of our own; of several processes that serve together each tells of all. */
export function createMetrics(member?: Member): Metrics {
  const registry = new Registry();
  if (member) shareRegistry(registry);
  const registers = [registry];
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 });
  const requests = new Histogram({
    name: 'rookery_http_request_seconds',
    help: 'HTTP requests by kind of path and status.',
    labelNames: ['route', 'status'],
    buckets,
    registers,
  });
  const calls = new Counter({
    name: 'rookery_rpc_calls_total',
    help: 'Calls of procedures by result.',
    labelNames: ['procedure', 'code'],
    registers,
  });
  const durations = new Histogram({
    name: 'rookery_rpc_call_seconds',
    help: 'How long calls of procedures took.',
    labelNames: ['procedure'],
    buckets,
    registers,
  });
  return {
    call: ({ path: procedure, code, seconds }) => {
      calls.inc({ procedure, code });
      durations.observe({ procedure }, seconds);
    },
    recounts: countRecounts(registry),
    request: ({ route, status, seconds }) => requests.observe({ route, status }, seconds),
    watch: (app, gauges) => watch({ registry, member }, app, gauges),
    text: () => (member ? member.metrics() : registry.metrics()),
    contentType: registry.contentType,
  };
}

function countRecounts(registry: Registry): RecountReports {
  const registers = [registry];
  const drifted = new Counter({
    name: 'rookery_counter_drift_total',
    help: 'Values of counters in the database that a recount found wrong and repaired.',
    labelNames: ['counter'],
    registers,
  });
  const finished = new Gauge({
    name: 'rookery_recount_timestamp_seconds',
    help: 'When the counters of a slice were last gone through, in seconds since 1970.',
    aggregator: 'max',
    labelNames: ['slice'],
    registers,
  });
  return {
    drifted: (counter, wrong) => drifted.inc({ counter }, wrong),
    finished: (slice) => finished.setToCurrentTime({ slice }),
  };
}

interface Watch {
  registry: Registry;
  member: Member | undefined;
}

/** NOTE: where several processes serve, what only one can tell carries its id, since a sum of ages says nothing. */
async function watch({ registry, member }: Watch, app: OpenApp, gauges: Gauges): Promise<void> {
  const registers = [registry];
  const labels: Record<string, string> = member ? { process: String(process.pid) } : {};
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `rookery_${name}`,
      help,
      labelNames: Object.keys(labels),
      registers,
      collect() {
        this.set(labels, read());
      },
    });
  const pool = poolOf(await app.orm.em.getConnection().getNativeClient());
  gauge('http_requests_in_flight', 'HTTP requests that are being answered.', gauges.requestsInFlight);
  gauge('event_loop_lag_seconds', 'How late the event loop was last.', gauges.eventLoopLagSeconds);
  gauge('ws_sockets', 'Open WebSockets.', gauges.sockets);
  gauge('ws_subscriptions', 'Open subscriptions.', gauges.subscriptions);
  gauge('sse_streams', 'Open streams of Server-Sent Events.', gauges.streams);
  gauge('db_connections', 'Connections of the pool.', () => pool.totalCount);
  gauge('db_connections_in_use', 'Connections of the pool that are in use.', () => pool.totalCount - pool.idleCount);
  gauge('db_waiting', 'Statements and transactions that wait for a connection.', () => pool.waitingCount);
  gauge('journal_rows', 'Rows of the journal that were handed on.', () => app.journal.stats().rows);
  gauge(
    'journal_age_seconds',
    'How long ago the end of the journal was reached.',
    () => app.journal.stats().ageMs / 1000,
  );
  watchJobs(registry, app);
}

const jobStates = ['queued', 'active', 'failed'] as const;
const readJobs = statement<{ name: string; queued: number; active: number; failed: number }>(
  'server.jobs',
  'select name, queued_count::int as queued, active_count::int as active, failed_count::int as failed from pgboss.queue',
);

function watchJobs(registry: Registry, app: OpenApp): void {
  new Gauge({
    name: 'rookery_jobs',
    help: 'Jobs by queue and state, as the queue counted them last.',
    aggregator: 'max',
    labelNames: ['queue', 'state'],
    registers: [registry],
    async collect() {
      const rows = await app.sql.rows(readJobs, []).catch(() => []);
      for (const row of rows) for (const state of jobStates) this.set({ queue: row.name, state }, row[state]);
    },
  });
}

/** NOTE: the ORM's driver for PostgreSQL is pg, and its native client the pool. */
function poolOf(client: unknown): Pool {
  return client as Pool;
}
