import { AggregatorRegistry, type Registry } from 'prom-client';

/** Lets the primary process ask for what this worker has counted. */
export function shareRegistry(registry: Registry): void {
  AggregatorRegistry.setRegistries(registry);
  new AggregatorRegistry();
}

/** What asks all workers, and adds up what they tell. */
export function metricsOfAll(): () => Promise<string> {
  const aggregator = new AggregatorRegistry();
  return () => aggregator.clusterMetrics();
}
