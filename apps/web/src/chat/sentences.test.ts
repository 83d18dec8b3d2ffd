import { describe, expect, it } from 'vitest';
import { ada, bob, conversation, message, person } from './fixtures/conversation.ts';
import { lastLine, nameOf, namesOf, noteText, typingText } from './sentences.ts';

describe('a conversation', () => {
  it('bears its title, or the name of the other one', () => {
    expect(nameOf(conversation({ kind: 'group', title: 'Owls' }), ada.id)).toBe('Owls');
    expect(nameOf(conversation(), ada.id)).toBe('Bob');
    expect(nameOf(conversation({ members: [] }), ada.id)).toBe('Somebody who has left');
  });

  it('shows its newest message, and who said it where that is not plain', () => {
    const line = (more: Parameters<typeof message>[1], kind: 'direct' | 'group' = 'direct') =>
      lastLine(conversation({ kind, lastMessage: message(1, more) }), ada.id);
    expect(line({ text: 'Hoo' })).toBe('Hoo');
    expect(line({ text: 'Hoo' }, 'group')).toBe('Bob: Hoo');
    expect(line({ text: 'Hoo', sender: ada })).toBe('You: Hoo');
    expect(line({ text: '', deletedAt: new Date() })).toBe('Message deleted');
    expect(line({ text: '', sender: ada, system: { kind: 'left' } })).toBe('You left');
    expect(lastLine(conversation({ lastMessage: null }), ada.id)).toBe('Nothing said yet');
  });
});

describe('sentences', () => {
  it('say what happened to a group', () => {
    const note = noteText(ada, { kind: 'added', users: [bob, person('Cleo')] }, ada.id);
    expect(note).toBe('You added Bob and Cleo');
    expect(noteText(bob, { kind: 'role', users: [ada], role: 'owner' }, ada.id)).toBe('Bob made you an owner');
    expect(noteText(null, { kind: 'renamed', title: 'Owls' }, ada.id)).toBe('Somebody called it “Owls”');
  });

  it('name people as few as they are', () => {
    expect(namesOf([], ada.id)).toBe('somebody');
    expect(namesOf([bob], ada.id)).toBe('Bob');
    expect(namesOf([ada, bob, person('Cleo')], ada.id)).toBe('you, Bob and Cleo');
  });

  it('say who is writing', () => {
    expect(typingText([])).toBe('');
    expect(typingText([bob])).toBe('Bob is writing…');
    expect(typingText([bob, ada])).toBe('Bob and Ada are writing…');
    expect(typingText([bob, ada, person('Cleo')])).toBe('Several are writing…');
  });
});
