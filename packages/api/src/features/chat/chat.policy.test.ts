import { ConversationRole } from '@rookery/contract';
import { expect, test } from 'vitest';
import { isAllowed, removing } from './chat.policy.ts';

/** Who may do what, in the order of the roles. */
const table = {
  update: 'owner admin',
  addMembers: 'owner admin',
  removeMember: 'owner admin',
  removeAdmin: 'owner',
  removeOwner: '',
  setRole: 'owner',
  deleteMessages: 'owner admin',
} as const;

test.each(Object.entries(table))('%s is for: %s', (deed, roles) => {
  const allowed = ConversationRole.options.filter((role) => isAllowed(role, deed as keyof typeof table));
  expect(allowed.join(' ')).toBe(roles);
});

test('to remove somebody is a deed of its own for each role', () => {
  expect(ConversationRole.options.map(removing)).toEqual(['removeOwner', 'removeAdmin', 'removeMember']);
});
