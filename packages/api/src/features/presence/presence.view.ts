import type { PresenceView } from '@rookery/contract';
import { dateOrNull, epochMs } from '../../kernel/sql.ts';

/** What `presenceColumns` selects. */
export interface PresenceRow {
  user_id: string;
  online: boolean;
  seen_ms: number | null;
}

/** SQL: columns of the profile `p`, whose presence is shown if a condition holds. */
export function presenceColumns(isShown: string): string {
  const online = 'exists (select from presence o where o.profile_id = p.id)';
  return `p.id as user_id, ${isShown} and ${online} as online, case when ${isShown} and not ${online}
    then (select ${epochMs('l.at')} from last_seen l where l.profile_id = p.id) end as seen_ms`;
}

export function toPresenceView({ user_id, online, seen_ms }: PresenceRow): PresenceView {
  return { userId: user_id, online, lastSeenAt: dateOrNull(seen_ms) };
}
