import assert from 'node:assert/strict';
import { type Person, type RestClient, type Schemas, told } from './client.ts';

/** Two people who follow each other talk: what is sent twice is said once, and reading is noted. */
export async function talk(one: Person, other: Person): Promise<void> {
  const opened = await one.api.POST('/conversations', { body: { userId: other.session.account.id } });
  const { id: conversationId, kind } = told(opened);
  assert.deepEqual([opened.response.status, kind], [200, 'direct']);
  const path = { conversationId };
  const body = { text: 'Seen the heron?', clientId: 'heron-0001' };
  const sent = await one.api.POST('/conversations/{conversationId}/messages', { body, params: { path } });
  const again = await one.api.POST('/conversations/{conversationId}/messages', { body, params: { path } });
  assert.deepEqual([told(again).id, told(sent).seq], [told(sent).id, 1]);
  await read(other.api, conversationId, told(sent));
  await react(other.api, told(sent));
}

async function read(api: RestClient, conversationId: string, sent: Schemas['MessageView']): Promise<void> {
  const path = { conversationId };
  assert.deepEqual(told(await api.GET('/conversations/unread-count')), { count: 1, conversations: 1, requests: 0 });
  const { items } = told(await api.GET('/conversations/{conversationId}/messages', { params: { path } }));
  assert.deepEqual(
    items.map(({ id, text, sender }) => [id, text, sender?.id]),
    [[sent.id, sent.text, sent.sender?.id]],
  );
  const noted = await api.POST('/conversations/{conversationId}/read', { body: { seq: sent.seq }, params: { path } });
  assert.equal(told(noted).unreadCount, 0);
  assert.equal(told(await api.GET('/conversations/unread-count')).count, 0);
}

async function react(api: RestClient, { id }: Schemas['MessageView']): Promise<void> {
  const params = { path: { id, emoji: '👍🏽' } };
  const { reactions } = told(await api.PUT('/messages/{id}/reactions/{emoji}', { params }));
  assert.deepEqual(
    reactions.map(({ emoji, count }) => [emoji, count]),
    [['👍🏽', 1]],
  );
  assert.deepEqual(told(await api.DELETE('/messages/{id}/reactions/{emoji}', { params })).reactions, []);
}
