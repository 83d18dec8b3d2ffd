import type { StreamEvent } from '@rookery/contract';
import { type Caller, createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { EVENT_SINK, isEventSource } from '../../kernel/event-sink.ts';
import { newId } from '../../kernel/id.ts';
import { transact } from '../../kernel/transaction.ts';
import { hideProfile, showProfile } from '../profiles/index.ts';

const soon = { timeout: 15_000, interval: 20 };
let t: TestApp;
let serial = 0;
const open: Ear[] = [];
beforeAll(async () => {
  t = await createTestApp();
});
afterEach(() => {
  for (const ear of open.splice(0)) ear.stop();
});
afterAll(() => t[Symbol.asyncDispose]());

/** What one device heard of conversations, as words. */
class Ear {
  readonly heard: string[] = [];
  readonly id: string;
  stop: () => void = () => undefined;

  constructor(id: string) {
    this.id = id;
  }

  /** Waits for something said to everybody last, and gives what came before it. */
  async until(last: string): Promise<string[]> {
    await vi.waitFor(() => expect(this.heard).toContain(last), soon);
    return this.heard.slice(0, this.heard.indexOf(last));
  }
}

function wordOf({ data }: StreamEvent): string | null {
  if (data === null || typeof data !== 'object') return null;
  if ('message' in data) return data.message.system ? `note ${data.message.system.kind}` : data.message.text;
  if ('conversation' in data) return `updated ${data.conversation.memberCount} ${data.conversation.folder}`;
  if ('lastReadSeq' in data) return `read ${data.lastReadSeq}`;
  return 'conversationId' in data ? 'removed' : null;
}

async function listen(id: string, lastEventId?: string): Promise<Ear> {
  await t.drain();
  const source: unknown = await t.as(id).events.stream(lastEventId ? { lastEventId } : undefined);
  if (!isEventSource(source)) throw new Error('no event source');
  const ear = new Ear(id);
  const push = ({ data }: { data: unknown }) => {
    const word = wordOf(data as StreamEvent);
    if (word !== null) ear.heard.push(word);
    return true;
  };
  const flow = source[EVENT_SINK]({ push, fail: expect.unreachable, done: expect.unreachable, backlog: 0 });
  ear.stop = () => flow.stop();
  open.push(ear);
  return ear;
}

async function invite<Name extends string>(...names: Name[]): Promise<Record<Name, string>> {
  serial += 1;
  const people = await invitePeople(t.app, ...names.map((name) => `${name}_${serial}`));
  return Object.fromEntries(names.map((name) => [name, people[`${name}_${serial}`]])) as Record<Name, string>;
}

const say = (as: Caller, conversationId: string, text: string) =>
  as.chat.send({ conversationId, text, clientId: newId() });

/** Says something to each of these alone, by which all that came before has come. */
async function herald(...ears: Ear[]): Promise<string> {
  const { herald: one } = await invite('herald');
  const word = `herald ${serial}`;
  for (const { id } of ears) {
    const { id: conversationId } = await t.as(one).chat.open({ userId: id });
    await say(t.as(one), conversationId, word);
  }
  await t.drain();
  return word;
}

/** What each has heard by now, without what tells of the herald. */
async function allOf(...ears: Ear[]): Promise<string[][]> {
  const word = await herald(...ears);
  const heard = await Promise.all(ears.map((ear) => ear.until(word)));
  for (const ear of ears) ear.heard.length = 0;
  return heard.map((words) => words.filter((one) => !/^(updated 2 requests|herald .*)$/.test(one)));
}

describe('a stream that is open', () => {
  test('tells a new member from his joining on, and a removed one nothing after it', async () => {
    const { owner, member, third } = await invite('owner', 'member', 'third');
    await t.as(member).graph.follow({ userId: owner });
    const { id } = await t.as(owner).chat.createGroup({ title: 'Us', userIds: [third] });
    const [ownerEar, ear] = [await listen(owner), await listen(member)];
    await say(t.as(owner), id, 'before');
    expect((await allOf(ear))[0]).toEqual([]);
    await t.as(owner).chat.addMembers({ conversationId: id, userIds: [member] });
    await say(t.as(owner), id, 'while in');
    expect((await allOf(ear))[0]).toEqual(['updated 3 inbox', 'note added', 'updated 3 inbox', 'while in']);
    await t.as(owner).chat.removeMember({ conversationId: id, userId: member });
    await say(t.as(owner), id, 'after');
    await t.as(owner).chat.update({ conversationId: id, title: 'Without him' });
    await t.as(third).chat.acceptRequest({ conversationId: id });
    await t.as(third).chat.markRead({ conversationId: id, seq: 3 });
    expect((await allOf(ear))[0]).toEqual(['removed']);
    const words = (await allOf(ownerEar))[0];
    expect(words).toEqual(
      expect.arrayContaining(['before', 'while in', 'note removed', 'after', 'note renamed', 'read 3']),
    );
    await t.as(owner).chat.addMembers({ conversationId: id, userIds: [member] });
    await say(t.as(owner), id, 'again');
    expect((await allOf(ear))[0]).toEqual(['updated 3 inbox', 'note added', 'updated 3 inbox', 'again']);
    await t.as(member).chat.leave({ conversationId: id });
    await say(t.as(owner), id, 'without him');
    expect((await allOf(ear))[0]).toEqual(['removed']);
  });

  test('from an old cursor gives what was said while he was in, as far as it is there for him now', async () => {
    const { owner, member, third } = await invite('owner', 'member', 'third');
    await t.as(member).graph.follow({ userId: owner });
    const { cursor } = await t.as(member).events.head();
    const { id } = await t.as(owner).chat.createGroup({ title: 'Us', userIds: [third] });
    await say(t.as(owner), id, 'before');
    await t.as(owner).chat.addMembers({ conversationId: id, userIds: [member] });
    await say(t.as(owner), id, 'first time');
    await t.as(owner).chat.removeMember({ conversationId: id, userId: member });
    await say(t.as(owner), id, 'between');
    await t.drain();
    const gone = await listen(member, cursor);
    expect((await allOf(gone))[0]?.filter((word) => !word.startsWith('updated'))).toEqual(['removed']);
    await t.as(owner).chat.addMembers({ conversationId: id, userIds: [member] });
    await say(t.as(owner), id, 'second time');
    await t.drain();
    const back = await listen(member, cursor);
    const said = (await allOf(back))[0]?.filter((word) => !word.startsWith('updated'));
    expect(said).toEqual(['removed', 'note added', 'second time']);
  });

  test('tells who begins a group, and those brought into it', async () => {
    const { owner, friend, stranger } = await invite('owner', 'friend', 'stranger');
    await t.as(friend).graph.follow({ userId: owner });
    const ears = [await listen(owner), await listen(friend), await listen(stranger)];
    await t.as(owner).chat.createGroup({ title: 'Us', userIds: [friend, stranger] });
    const inbox = ['updated 3 inbox', 'note created'];
    expect(await allOf(...ears)).toEqual([inbox, inbox, ['updated 3 requests', 'note created']]);
  });

  test('tells all devices of one that a request was answered or muted, and the other one nothing', async () => {
    const { opener, asked } = await invite('opener', 'asked');
    const { id: conversationId } = await t.as(opener).chat.open({ userId: asked });
    await say(t.as(opener), conversationId, 'hello');
    const [openerEar, ear] = [await listen(opener), await listen(asked)];
    await t.as(asked).chat.mute({ conversationId });
    await t.as(asked).chat.declineRequest({ conversationId });
    await say(t.as(opener), conversationId, 'are you there?');
    expect(await allOf(openerEar, ear)).toEqual([['are you there?'], ['removed']]);
    await t.as(asked).chat.open({ userId: opener });
    await t.as(asked).chat.unmute({ conversationId });
    await say(t.as(opener), conversationId, 'at last');
    expect(await allOf(openerEar, ear)).toEqual([['at last'], ['updated 2 inbox', 'updated 2 inbox', 'at last']]);
  });
});

describe('of two of whom one has opened it and nothing is said', () => {
  const opened = async ({ known }: { known: boolean }) => {
    const people = await invite('opener', 'asked');
    if (known) await t.as(people.asked).graph.follow({ userId: people.opener });
    const { id: conversationId } = await t.as(people.opener).chat.open({ userId: people.asked });
    return { ...people, conversationId, ears: [await listen(people.opener), await listen(people.asked)] };
  };

  test('the other one who muted it found it in his lists', async () => {
    const { asked, conversationId, ears } = await opened({ known: true });
    expect((await t.as(asked).chat.mute({ conversationId })).mutedUntil).not.toBeNull();
    await t.as(asked).chat.unmute({ conversationId });
    expect((await t.as(asked).chat.conversations({})).items).toEqual([]);
    expect(await allOf(...ears)).toEqual([[], []]);
  });

  test('who opened it was not told what is read by the other one, who knows him now', async () => {
    const { opener, asked, conversationId, ears } = await opened({ known: false });
    const readBy = async () =>
      (await t.as(opener).chat.get({ id: conversationId })).members.map(({ profile, lastReadSeq }) =>
        profile.id === asked ? lastReadSeq : 'own',
      );
    expect(await readBy()).toContain(null);
    await t.as(asked).graph.follow({ userId: opener });
    expect(await readBy()).toContain(0);
    expect(await allOf(...ears)).toEqual([['updated 2 inbox'], []]);
  });
});

describe('of two', () => {
  const pair = async () => {
    const people = await invite('one', 'two');
    await t.as(people.one).graph.follow({ userId: people.two });
    await t.as(people.two).graph.follow({ userId: people.one });
    const { id } = await t.as(people.one).chat.open({ userId: people.two });
    await say(t.as(people.one), id, 'hello');
    return { ...people, id };
  };

  test('a block takes the conversation from both, and its end brings it back', async () => {
    const { one, two, id } = await pair();
    const ears = [await listen(one), await listen(two)];
    await t.as(one).graph.block({ userId: two });
    expect(await allOf(...ears)).toEqual([['removed'], ['removed']]);
    await t.as(one).graph.unblock({ userId: two });
    await say(t.as(one), id, 'sorry');
    const back = ['updated 2 inbox', 'sorry'];
    expect(await allOf(...ears)).toEqual([back, back]);
  });

  test('a profile that hides takes the conversation from the other one until it shows again, however many there are', async () => {
    const { one, two, id } = await pair();
    const crowd = Object.values(
      await invitePeople(t.app, ...Array.from({ length: 250 }, (_, n) => `peer_${serial}_${n}`)),
    );
    for (const other of crowd) {
      const { id: conversationId } = await t.as(one).chat.open({ userId: other });
      await say(t.as(one), conversationId, 'hello all');
    }
    const last = crowd.at(-1) ?? '';
    const ears = [await listen(two), await listen(last)];
    await transact({ app: t.app }, (tx) => hideProfile(tx, one));
    await say(t.as(one), id, 'in the dark');
    await t.drain();
    expect(await allOf(...ears)).toEqual([['removed'], ['removed']]);
    expect((await t.as(last).chat.conversations({ folder: 'requests' })).items).toHaveLength(1);
    await transact({ app: t.app }, (tx) => showProfile(tx, one));
    await say(t.as(one), id, 'here again');
    await t.drain();
    expect(await allOf(...ears)).toEqual([['updated 2 inbox', 'here again'], []]);
    expect((await t.as(two).chat.get({ id })).lastSeq).toBe(3);
    expect((await t.as(last).chat.conversations({ folder: 'requests' })).items).toHaveLength(3);
  });
});
