import type { Rookery, SessionState } from '@rookery/sdk';
import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
  useSyncExternalStore,
} from 'react';

const ClientContext = createContext<Rookery | null>(null);

/** What the provider takes. */
export interface RookeryProviderProps {
  client: Rookery;
  children?: ReactNode;
}

/**
 * Gives a client to the hooks below it. It stands inside TanStack's `QueryClientProvider`.
 * @example
 * <QueryClientProvider client={queryClient}>
 *   <RookeryProvider client={rookery}>
 *     <App />
 *   </RookeryProvider>
 * </QueryClientProvider>
 */
export function RookeryProvider({ client, children }: RookeryProviderProps): ReactElement {
  return createElement(ClientContext.Provider, { value: client }, children);
}

/** The client of the provider above. */
export function useRookery(): Rookery {
  const client = useContext(ClientContext);
  if (!client) throw new Error('There is no RookeryProvider above this component');
  return client;
}

const nobody = (): null => null;

/** Who is signed in, or null; always null while a server renders. */
export function useSession(): SessionState | null {
  const { session } = useRookery();
  return useSyncExternalStore(session.subscribe, () => session.current, nobody);
}

/** The id of who is signed in, which renewals of the token leave as it is. */
export function useAccountId(): string | null {
  const { session } = useRookery();
  return useSyncExternalStore(session.subscribe, () => session.current?.accountId ?? null, nobody);
}
