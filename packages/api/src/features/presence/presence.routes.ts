import { PresenceInput, PresenceList } from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { signedIn } from '../../kernel/trpc.ts';
import { listPresence } from './list-presence.ts';

export const presenceRoutes = {
  presence: signedIn({
    doc: 'Tells of up to a hundred people whether they are online and when they were last, as each allows.',
    scope: 'read',
    rest: 'GET /users/presence',
  })
    .input(PresenceInput)
    .output(PresenceList)
    .query(listPresence),
} satisfies TRPCRouterRecord;
