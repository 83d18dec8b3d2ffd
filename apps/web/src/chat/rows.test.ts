import type { ConversationView, MessageView, OutgoingMessage } from '@rookery/sdk';
import { describe, expect, it } from 'vitest';
import { ada, bob, conversation, message, outgoing } from './fixtures/conversation.ts';
import { type Row, rowsOf } from './rows.ts';

interface Given {
  outgoing?: OutgoingMessage[];
  conversation?: ConversationView;
  newAfter?: number;
}

const rows = (items: MessageView[], given: Given = {}): Row[] =>
  rowsOf({
    state: { items, outgoing: given.outgoing ?? [] },
    conversation: given.conversation ?? conversation(),
    viewerId: ada.id,
    newAfter: given.newAfter ?? null,
  });
const said = (all: Row[]) => all.flatMap((row) => (row.kind === 'said' ? [row] : []));

describe('rowsOf', () => {
  it('says each day once, also where another message follows what is new', () => {
    const yesterday = message(1, { createdAt: new Date(2026, 10, 20, 23, 59) });
    const all = rows([yesterday, message(2), message(3)], { newAfter: 1 });
    expect(all.map(({ kind }) => kind)).toEqual(['day', 'said', 'day', 'new', 'said', 'said']);
  });

  it('lets a sender go on within five minutes, and not over others, notes or what is new', () => {
    const at = (minute: number) => ({ createdAt: new Date(2026, 10, 21, 12, minute) });
    const note = message(4, { ...at(4), system: { kind: 'left' } });
    const items = [
      message(1, at(0)),
      message(2, at(4)),
      message(3, at(4)),
      note,
      message(5, at(4)),
      message(6, at(30)),
    ];
    expect(said(rows(items)).map(({ goesOn }) => goesOn)).toEqual([false, true, true, false, false]);
    expect(said(rows(items.slice(0, 3), { newAfter: 1 })).map(({ goesOn }) => goesOn)).toEqual([false, false, true]);
    const other = message(2, { ...at(1), sender: ada });
    expect(said(rows([message(1, at(0)), other, message(3, at(2))])).map(({ goesOn }) => goesOn)).not.toContain(true);
  });

  it('keeps the key of an own message from its way to its place, and takes no other for it', () => {
    const at = new Date(2026, 10, 21, 12, 5);
    const [before] = said(rows([], { outgoing: [outgoing('x', at)] }));
    const [after] = said(rows([message(1, { sender: ada, clientId: 'x' })]));
    const [foreign] = said(rows([message(1, { sender: bob, clientId: 'x' })]));
    expect(after?.key).toBe(before?.key);
    expect(foreign?.key).not.toBe(before?.key);
  });

  it('marks the newest own message that the other one has read, and none in a group', () => {
    const items = [1, 2, 3].map((seq) => message(seq, { sender: ada }));
    expect(said(rows(items)).map(({ isSeen }) => isSeen)).toEqual([false, true, false]);
    const group = conversation({ kind: 'group', title: 'Owls' });
    expect(said(rows(items, { conversation: group })).some(({ isSeen }) => isSeen)).toBe(false);
  });

  it('marks nothing as seen where the other one sends no receipts', () => {
    const { members } = conversation();
    const secret = conversation({ members: members.map((member) => ({ ...member, lastReadSeq: null })) });
    expect(said(rows([message(1, { sender: ada })], { conversation: secret }))[0]?.isSeen).toBe(false);
  });

  it('names who speaks in a group, once for what goes on', () => {
    const group = conversation({ kind: 'group', title: 'Owls' });
    const items = [message(1), message(2), message(3, { sender: ada })];
    expect(said(rows(items, { conversation: group })).map(({ isNamed }) => isNamed)).toEqual([true, false, false]);
    expect(said(rows(items)).some(({ isNamed }) => isNamed)).toBe(false);
  });
});
