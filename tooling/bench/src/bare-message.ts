type Row = Record<string, unknown>;

/** A message, the counter of its conversation and a row of the journal, in one statement and so in one transaction. */
export const messageSql = `with counted as (update conversation set last_seq = last_seq + 1, last_message_at = now() where id = $1 returning last_seq),
  made as (insert into message (conversation_id, seq, id, sender_id, client_id, text)
    select $1, last_seq, uuidv7(), $2, $3, $4 from counted returning id, conversation_id, seq, client_id, text, created_at),
  logged as (insert into journal (topic, type, ref)
    select 'conversation:' || $1, 'message.created', jsonb_build_object('messageId', id, 'seq', seq) from made)
  select m.*, p.id as sender_id, p.username, p.display_name, p.is_bot from made m join profile p on p.id = $2`;

/** What a message is answered with. */
export function toMessage(row: Row): Row {
  return {
    id: row['id'],
    conversationId: row['conversation_id'],
    seq: row['seq'],
    clientId: row['client_id'],
    sender: {
      id: row['sender_id'],
      username: row['username'],
      displayName: row['display_name'],
      avatar: null,
      isBot: row['is_bot'],
    },
    text: row['text'],
    facets: [],
    media: [],
    replyTo: null,
    reactions: [],
    system: null,
    version: 1,
    createdAt: row['created_at'],
    editedAt: null,
    deletedAt: null,
  };
}

/** The text that sockets get of it. */
export function frameOf(message: Row): string {
  return JSON.stringify({ at: message['createdAt'], type: 'message.created', data: { message } });
}

/** The same frame as of another message of its conversation. */
export function renumbered(frame: string, seq: number): string {
  return frame.replace(/"seq":\d+/, `"seq":${seq}`);
}
