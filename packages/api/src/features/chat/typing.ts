import type { ByConversationId, Done, Typing } from '@rookery/contract';
import { z } from 'zod';
import type { App } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { type Sql, statement } from '../../kernel/sql.ts';
import { isShown, mayReadConversation } from './chat.policy.ts';

const channel = 'typing';

/** Groups of more hear nothing of it. */
const most = 50;

const Hint = z.object({ conversationId: z.string(), userId: z.string(), readers: z.array(z.string()) });

// NOTE: who has not accepted a request, or is hidden, shows nothing of himself; and nobody gets a hint of a request.
const selectReaders = statement<{ folder: string; readers: string[] }>(
  'chat.typing-readers',
  `select m.folder, case when m.folder = 'inbox' and c.member_count <= ${most} and ${isShown('m.profile_id')} then coalesce((
       select jsonb_agg(o.profile_id) from conversation_member o
       where o.conversation_id = c.id and o.profile_id <> $1 and o.folder = 'inbox'), '[]') else '[]' end as readers
   from conversation_member m join conversation c on c.id = m.conversation_id
   where m.profile_id = $1 and m.conversation_id = $2 and ${mayReadConversation('c', 'm', '$1')}`,
);

/** Tells the other members who look on that the caller is writing. */
export async function tellTyping({
  ctx: { app, viewer },
  input: { conversationId },
}: SignedInCall<ByConversationId>): Promise<Done> {
  const { readers } = await readersOf(app.sql, viewer.id, conversationId);
  const hint: z.infer<typeof Hint> = { conversationId, userId: viewer.id, readers };
  if (readers.length > 0) app.bus.publish(channel, JSON.stringify(hint));
  return { ok: true };
}

async function readersOf(sql: Sql, viewerId: string, conversationId: string): Promise<{ readers: string[] }> {
  return found(await sql.first(selectReaders, [viewerId, conversationId]));
}

/** Calls a listener when somebody is writing to a viewer, until the function it returns is called. */
export function hearOfTyping(app: App, viewerId: string, listener: (hint: Typing) => void): () => void {
  return app.bus.subscribe(channel, (message) => {
    const hint = typingOf(message);
    if (hint?.readers.includes(viewerId)) listener(hint.event);
  });
}

interface Heard {
  readers: readonly string[];
  event: Typing;
}

let last: { message: string; heard: Heard | null } = { message: '', heard: null };

/** NOTE: one reading and one event for all who are told of the same. */
function typingOf(message: string): Heard | null {
  if (last.message === message) return last.heard;
  const { data } = Hint.safeParse(JSON.parse(message || 'null'));
  const heard = data ? { readers: data.readers, event: eventOf(data) } : null;
  last = { message, heard };
  return heard;
}

function eventOf({ conversationId, userId }: z.infer<typeof Hint>): Typing {
  return { type: 'typing', data: { conversationId, userId } };
}
