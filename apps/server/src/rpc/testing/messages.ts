/** Asks a query. */
export function query(id: unknown, path: unknown, input: unknown = null): unknown {
  return message(id, 'query', { path, input: { json: input } });
}

/** Calls a mutation. */
export function mutation(id: unknown, path: string, input: unknown = null): unknown {
  return message(id, 'mutation', { path, input: { json: input } });
}

/** Opens a subscription. */
export function subscription(
  id: unknown,
  path: string,
  params: { input?: unknown; lastEventId?: string } = {},
): unknown {
  const { input = null, ...more } = params;
  return message(id, 'subscription', { path, input: { json: input }, ...more });
}

/** Closes a subscription. */
export function stop(id: unknown): unknown {
  return { id, method: 'subscription.stop' };
}

function message(id: unknown, method: string, params: object): unknown {
  return { id, method, params };
}
