import { type Sql, statement } from '@rookery/api';
import type { DemoPlan } from './planned.ts';

const insertNotifications = statement(
  'demo.notifications',
  `with told as (
     select * from jsonb_to_recordset($1::jsonb) as r(id uuid, "recipientId" uuid, type text, "subjectId" uuid, "postId" uuid, "conversationId" uuid,
       "createdAt" timestamptz, "readAt" timestamptz, actors jsonb)
   ), made as (
     insert into notification (id, recipient_id, type, subject_id, post_id, conversation_id, actor_count, created_at, read_at)
     select id, "recipientId", type, "subjectId", "postId", "conversationId", jsonb_array_length(actors), "createdAt", "readAt" from told
   ) insert into notification_actor (notification_id, actor_id, id)
     select told.id, a."actorId", a.id from told cross join lateral jsonb_to_recordset(told.actors) as a("actorId" uuid, id uuid)`,
);

/** Writes what everybody was told. */
export async function writeNotifications(sql: Sql, { notifications }: DemoPlan): Promise<void> {
  await sql.run(insertNotifications, [JSON.stringify(notifications)]);
}
