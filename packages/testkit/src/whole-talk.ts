import { newId, type OpenApp } from '@rookery/api';
import type { TestApp } from './test-app.ts';
import { testPng } from './test-png.ts';

/** Somebody who talks, his names, the word that is his alone, and with whom. */
interface Talk {
  t: { readonly app: OpenApp; as: TestApp['as'] };
  id: string;
  username: string;
  word: string;
  people: Record<'alice' | 'henry' | 'iris' | 'judy', string>;
}

/** Lets somebody talk with one and with several, and others of him. NOTE: in groups his word is shouted, since it stays while he hides. */
export async function talkWholly(talk: Talk): Promise<void> {
  await talkInPairs(talk);
  await talkInOwnGroup(talk);
  await talkAmongOthers(talk);
}

const say = (
  by: ReturnType<TestApp['as']>,
  conversationId: string,
  said: string | { text: string; [more: string]: unknown },
) => by.chat.send({ ...(typeof said === 'string' ? { text: said } : said), conversationId, clientId: newId() });

const picture = () => new File([testPng()], 'picture.png', { type: 'image/png' });

async function talkInPairs({ t, id, username, word, people }: Talk): Promise<void> {
  const [as, alice] = [t.as(id), t.as(people.alice)];
  const { id: conversationId } = await as.chat.open({ userId: people.alice });
  const { id: mediaId } = await as.media.upload({ file: picture(), alt: word });
  const { id: paper } = await as.media.upload({ file: new File([`%PDF-1.7 ${word}`], `${word}.pdf`) });
  const said = await say(as, conversationId, { text: `${word} to alice`, mediaIds: [mediaId, paper] });
  await as.chat.edit({ id: said.id, text: `${word} to Alice` });
  await alice.chat.react({ id: said.id, emoji: '👍' });
  const answer = await say(alice, conversationId, { text: `So, @${username}`, replyToId: said.id });
  await as.chat.react({ id: answer.id, emoji: '🙂' });
  await as.chat.markRead({ conversationId, seq: answer.seq });
  const { id: asked } = await t.as(people.judy).chat.open({ userId: id });
  await say(t.as(people.judy), asked, 'Hello, stranger');
  const { id: askedByHim } = await as.chat.open({ userId: people.iris });
  await say(as, askedByHim, `${word} to a stranger`);
}

async function talkInOwnGroup({ t, id, username, word, people }: Talk): Promise<void> {
  const [as, alice] = [t.as(id), t.as(people.alice)];
  const loud = word.toUpperCase();
  const userIds = [people.alice, people.henry, people.iris];
  const { id: conversationId } = await as.chat.createGroup({ title: 'Neighbours', userIds });
  const { id: mediaId } = await as.media.upload({ file: picture() });
  const said = await say(as, conversationId, { text: `${loud} to all`, mediaIds: [mediaId] });
  await as.chat.edit({ id: said.id, text: `${loud} to you all` });
  await alice.chat.react({ id: said.id, emoji: '👍' });
  const answer = await say(alice, conversationId, { text: `So, @${username}`, replyToId: said.id });
  await alice.chat.edit({ id: answer.id, text: `So what, @${username}` });
  await as.chat.react({ id: answer.id, emoji: '🙂' });
  await as.chat.mute({ conversationId });
  await as.chat.setRole({ conversationId, userId: people.henry, role: 'admin' });
  await as.chat.update({ conversationId, title: loud });
  await t.as(people.henry).chat.update({ conversationId, title: 'Neighbours again' });
  const { id: alone } = await as.chat.createGroup({ title: loud, userIds: [people.henry] });
  await say(as, alone, `${loud} to nobody`);
  await t.as(people.henry).chat.leave({ conversationId: alone });
}

async function talkAmongOthers({ t, id, username, word, people }: Talk): Promise<void> {
  const [as, alice] = [t.as(id), t.as(people.alice)];
  const { id: conversationId } = await alice.chat.createGroup({ title: 'Of Alice', userIds: [people.henry] });
  const member = { conversationId, userId: id };
  await alice.chat.addMembers({ conversationId, userIds: [id] });
  await alice.chat.setRole({ ...member, role: 'admin' });
  const said = await say(as, conversationId, `${word.toUpperCase()} of Alice`);
  await as.chat.markRead({ conversationId, seq: said.seq });
  await say(alice, conversationId, `@${username} was here`);
  await alice.chat.removeMember(member);
  const { id: left } = await t.as(people.henry).chat.createGroup({ title: 'Of Henry', userIds: [id, people.iris] });
  await as.chat.leave({ conversationId: left });
  await say(alice, conversationId, 'and is no more');
}
