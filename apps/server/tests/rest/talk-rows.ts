import { newId } from '@rookery/api';
import { bare, type MakeInput, of, type Row, type Rows } from './row.ts';
import { message, type Stage, talk } from './stage.ts';

const aTalk: MakeInput = async (s) => ({ conversationId: await talk(s) });

const inTalk = (more: object = {}): Row => of(async (s, me) => ({ ...(await aTalk(s, me)), ...more }));

const withMember = (more: object = {}): Row =>
  of(async (s) => {
    const userId = await s.extra();
    return { conversationId: await talk(s, userId), userId, ...more };
  });

/** A conversation that waits among the requests of the owner. */
const request = of(async ({ t, people: { owner }, extra }) => {
  const by = t.as(await extra());
  const { id: conversationId } = await by.chat.open({ userId: owner.id });
  await by.chat.send({ conversationId, text: 'Hello, stranger', clientId: newId() });
  return { conversationId };
});

const ownMessage = (more: object = {}): Row =>
  of(async (s) => {
    const { id } = await message(s);
    return { id, ...more };
  });

const after = (act: (as: ReturnType<Stage['t']['as']>, id: string) => Promise<unknown>, more: object = {}): Row =>
  of(async (s) => {
    const { id } = await message(s);
    await act(s.t.as(s.people.owner.id), id);
    return { id, ...more };
  });

const emoji = '👍🏽';

/** Conversations and what is said in them. */
export const talkRows: Rows = {
  'chat.conversations': of(() => ({ folder: 'inbox', limit: 2 })),
  'chat.get': of(async (s) => ({ id: await talk(s) })),
  'chat.open': of(async ({ extra }) => ({ userId: await extra() })),
  'chat.messages': of(async (s) => {
    const conversationId = await talk(s);
    const as = s.t.as(s.people.owner.id);
    for (let n = 0; n < 4; n += 1) await as.chat.send({ conversationId, text: `said ${n}`, clientId: newId() });
    return { conversationId, limit: 2 };
  }),
  'chat.send': of(async (s) => ({ conversationId: await talk(s), text: 'Grüße 🐦', clientId: 'ours-1' })),
  'chat.markRead': of(async (s) => ({ conversationId: (await message(s)).conversationId, seq: 1 })),
  'chat.unreadCount': bare,
  'chat.typing': inTalk(),
  'chat.createGroup': of(async ({ extra }) => ({ title: 'of three', userIds: [await extra(), await extra()] })),
  'chat.update': inTalk({ title: 'of all', avatarId: null }),
  'chat.members': of(async (s) => ({ conversationId: await talk(s, await s.extra()), limit: 2 })),
  'chat.addMembers': of(async (s) => ({ conversationId: await talk(s), userIds: [await s.extra()] })),
  'chat.removeMember': withMember(),
  'chat.setRole': withMember({ role: 'admin' }),
  'chat.leave': inTalk(),
  'chat.mute': inTalk({ until: new Date('2030-01-02T03:04:05.678Z') }),
  'chat.unmute': of(async (s) => {
    const conversationId = await talk(s);
    await s.t.as(s.people.owner.id).chat.mute({ conversationId });
    return { conversationId };
  }),
  'chat.acceptRequest': request,
  'chat.declineRequest': request,
  'chat.edit': ownMessage({ text: 'better said' }),
  'chat.history': after((as, id) => as.chat.edit({ id, text: 'better said' }), { limit: 1 }),
  'chat.delete': ownMessage(),
  'chat.react': ownMessage({ emoji }),
  'chat.unreact': after((as, id) => as.chat.react({ id, emoji }), { emoji }),
  'chat.reactors': after((as, id) => as.chat.react({ id, emoji })),
  'chat.search': of(async (s) => {
    await message(s, 'a rare word: heliotrope');
    return { query: 'heliotrope', limit: 2 };
  }),
};
