import superjson from 'superjson';

/** Placeholder of the wire format until the fast path stands. */
export const wire = { input: superjson, output: superjson };
