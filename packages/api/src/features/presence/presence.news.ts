import type { PresenceChanged } from '@rookery/contract';
import { z } from 'zod';
import type { App, Reaction, Transaction } from '../../kernel/app.ts';
import { Audience } from '../../kernel/audience.ts';
import { reactInTransaction } from '../../kernel/event.ts';
import { idOfTopic, userTopic } from '../../kernel/live.ts';
import type { Bus, Processes } from '../../kernel/ports.ts';
import { presenceShown, privacyChanged } from '../profiles/index.ts';
import { findPresenceHints, type PresenceNews } from './presence-hints.ts';

const channel = 'presence';
/** People in one message, which must fit into a notification of PostgreSQL. */
const mostInMessage = 100;
/** Rows that say that somebody's presence shows otherwise. */
const shownOtherwise = 'presence.shown';
const most = 5000;
const atOnce = 200;

/** Those who look at the presence of others in this process. */
const audiences = new WeakMap<Processes, Audience<PresenceNews, PresenceChanged>>();

/** Says in all processes that people have come online or gone. */
export function tellChanged(bus: Bus, ids: readonly string[]): void {
  for (let start = 0; start < ids.length; start += mostInMessage)
    bus.publish(channel, JSON.stringify(ids.slice(start, start + mostInMessage)));
}

/** Calls a listener when somebody whom a viewer knows comes or goes, until the function it returns is called. */
export function hearOfPresence(app: App, viewerId: string, listener: (event: PresenceChanged) => void): () => void {
  const audience = audiences.get(app.processes) ?? openAudience(app);
  audiences.set(app.processes, audience);
  return audience.add(viewerId, listener);
}

function openAudience(app: App): Audience<PresenceNews, PresenceChanged> {
  const { bus, journal, log } = app;
  return new Audience<PresenceNews, PresenceChanged>({
    log,
    hear: (take) => [
      bus.subscribe(channel, (message) => {
        for (const userId of idsOf(message)) take({ userId, isRule: false });
      }),
      journal.onRow(shownOtherwise, (row) => take({ userId: idOfTopic(row), isRule: true })),
    ],
    find: (news, viewerIds) => findPresenceHints(app.sql, news, viewerIds),
    most,
    atOnce,
  });
}

const Ids = z.array(z.uuid());

function idsOf(message: string): string[] {
  return Ids.safeParse(JSON.parse(message || '[]')).data ?? [];
}

/** NOTE: by the journal, since all processes have to hear of it, and only once it is committed. */
async function recordShown(tx: Transaction, { profileId }: { profileId: string }): Promise<void> {
  tx.record(userTopic(profileId), shownOtherwise, {});
}

/** Who hides his presence, or himself, goes for those who see it; who shows it again comes. */
export const presenceReactions: readonly Reaction[] = [
  reactInTransaction(presenceShown, recordShown),
  reactInTransaction(privacyChanged, recordShown),
];
