import { createTestApp, invitePeople, type TestApp, testPng } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';
import { hydrateConversationsForEach } from './conversation.view.ts';
import { hydrateConversationsForMany } from './conversations-for-many.ts';
import { hydrateMessagesForEach } from './message.view.ts';
import { hydrateMessagesForMany } from './messages-for-many.ts';

let t: TestApp;
let owner: string;
let stranger: string;
let late: string;
let quiet: string;
let crowd: string[];
/** Of few, of many, of two, and of two of whom one has blocked the other. */
let conversations: string[];
const messages: string[] = [];
beforeAll(async () => {
  t = await createTestApp();
  const names = [
    'owner',
    'stranger',
    'late',
    'quiet',
    'blocked',
    ...Array.from({ length: 60 }, (_, n) => `crowd_${n}`),
  ];
  const people = Object.values(await invitePeople(t.app, ...names));
  let blocked = '';
  [owner = '', stranger = '', late = '', quiet = '', blocked = '', ...crowd] = people;
  const as = t.as(owner);
  await t.as(quiet).me.updatePrivacy({ readReceipts: false });
  await t.as(crowd[0] ?? '').graph.follow({ userId: owner });
  const open = async (userId: string) => (await as.chat.open({ userId })).id;
  const create = async (...userIds: string[]) => (await as.chat.createGroup({ title: 'Us', userIds })).id;
  const few = await create(quiet, ...crowd.slice(0, 3));
  const many = await create(...crowd, quiet);
  conversations = [few, many, await open(crowd[1] ?? ''), await open(blocked), await open(quiet)];
  for (const conversationId of conversations.slice(0, 4)) await talkIn(conversationId);
  await t.as(blocked).graph.block({ userId: owner });
  await t.as(crowd[1] ?? '').chat.mute({ conversationId: few });
  const { id: avatarId } = await as.media.upload({ file: new File([testPng()], 'a.png') });
  await as.chat.update({ conversationId: few, avatarId });
});
afterAll(() => t[Symbol.asyncDispose]());

/** Says what looks different to some: answers, reactions, notes; the one who is late comes before the last answer. */
async function talkIn(conversationId: string): Promise<void> {
  const [as, other] = [t.as(owner).chat, t.as(crowd[1] ?? '').chat];
  const say = async (text: string, replyToId?: string) => {
    const { id } = await as.send({ conversationId, text, clientId: newId(), ...(replyToId ? { replyToId } : {}) });
    messages.push(id);
    return id;
  };
  const first = await say('first');
  const answer = await say('an answer', first);
  const { kind } = await as.get({ id: conversationId });
  if (kind === 'group') await as.addMembers({ conversationId, userIds: [late] });
  const gone = await say('an answer for those who were there', first);
  const last = await say('another', answer);
  for (const emoji of ['👍', '🙂']) await as.react({ id: last, emoji });
  for (const id of [first, last]) await other.react({ id, emoji: '🙂' }).catch(() => undefined);
  await as.delete({ id: gone });
  await other.markRead({ conversationId, seq: 2 }).catch(() => undefined);
}

test('events told to many showed a message otherwise than its list does', async () => {
  const viewers = [owner, stranger, late, quiet, ...crowd.slice(0, 5)];
  const wanted = [...messages, newId()].flatMap((messageId) => viewers.map((viewerId) => ({ viewerId, messageId })));
  const views = await hydrateMessagesForMany(t.app, wanted);
  expect(views).toEqual(await hydrateMessagesForEach(t.app, wanted));
  const ofLate = views.filter((_, at) => wanted[at]?.viewerId === late);
  const ofOwner = views.filter((_, at) => wanted[at]?.viewerId === owner);
  const answers = (some: typeof views) => some.filter((view) => view?.replyTo).length;
  expect(answers(ofOwner)).toBeGreaterThan(answers(ofLate));
  expect(ofOwner.flatMap((view) => view?.reactions ?? []).map(({ mine }) => mine)).toContain(true);
  expect(ofLate.flatMap((view) => view?.reactions ?? []).map(({ mine }) => mine)).not.toContain(true);
});

test('events told to many showed a conversation otherwise than its list does', async () => {
  const now = t.app.clock.now();
  const viewers = [owner, stranger, late, quiet, ...crowd];
  const wanted = conversations.flatMap((conversationId) =>
    viewers.map((viewerId) => ({ viewerId, conversationId })).toReversed(),
  );
  const views = await hydrateConversationsForMany(t.app, wanted, now);
  const each = await hydrateConversationsForEach(t.app, wanted, now);
  // NOTE: the last is in no list of whom it was opened with, since nothing was said in it.
  const isListed = (at: number) => wanted[at]?.conversationId !== conversations[4] || wanted[at]?.viewerId === owner;
  expect(views).toEqual(each.map((view, at) => (isListed(at) ? view : null)));
  expect(views.filter((view) => view !== null).length).toBeGreaterThan(60);
  const receiptsOf = (viewerId: string) =>
    views
      .filter((_, at) => wanted[at]?.viewerId === viewerId)[0]
      ?.members.map(({ lastReadSeq }) => lastReadSeq !== null);
  expect(receiptsOf(owner)).toEqual([true, false, true, false, false, false]);
  expect(receiptsOf(quiet)).toEqual([false, true, false, false, false, false]);
});
