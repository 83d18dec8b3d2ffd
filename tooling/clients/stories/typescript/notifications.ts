import assert from 'node:assert/strict';
import { eventually, type Person, type Schemas, told } from './client.ts';

/** Listens to the own events, and answers the first that is of a type. */
export async function firstEvent(
  { api }: Person,
  type: Schemas['StreamEvent']['type'],
): Promise<() => Promise<string>> {
  const leaving = new AbortController();
  const { data, response } = await api.GET('/events', { parseAs: 'stream', signal: leaving.signal });
  assert.ok(data);
  assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
  return async () => {
    let text = '';
    for await (const chunk of data.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.includes(`"type":"${type}"`)) break;
    }
    leaving.abort();
    return text;
  };
}

/** Reads of what happened, of some types and of all, and marks it as read. */
export async function readNotifications({ api }: Person, types: Schemas['NotificationType'][]): Promise<void> {
  const query = { types, unreadOnly: true };
  const items = await eventually(async () => {
    const page = told(await api.GET('/notifications', { params: { query } }));
    return page.items.length === types.length ? page.items : undefined;
  });
  assert.deepEqual(items.map(({ type }) => type).toSorted(), types.toSorted());
  assert.equal(told(await api.GET('/notifications/unread-count')).count, types.length);
  const ids = items.map(({ id }) => id);
  assert.equal(told(await api.PUT('/notifications/{ids}/read', { params: { path: { ids } } })).count, 0);
  assert.deepEqual(told(await api.GET('/notifications', { params: { query } })).items, []);
  assert.equal(told(await api.POST('/notifications/read-all', { body: {} })).count, 0);
}
