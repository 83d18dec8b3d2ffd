import { limits } from '@rookery/contract';
import { expect, test } from 'vitest';
import { DomainError } from '../../kernel/errors.ts';
import { commonPasswords } from './common-passwords.ts';
import { refuseWeakPassword } from './password-strength.ts';

const names = ['alice_in_chains', 'alice.liddell@example.org'];

test.each([
  'password123',
  'PassWord123',
  'qwertyuiop',
  'aaaaaaaaaaaa',
  '1212121212',
  'abcabcabcabc',
  'abcdabcdabcda',
  'abcdefghijkl',
  'zyxwvutsrqpo',
  '34567890123',
  '0987654321',
  'alice_in_chains',
  'ALICE_in_chains',
  'alice.liddell',
  'alice.liddell@example.org',
])('refuses %s', (password) => {
  const attempt = () => refuseWeakPassword(password, names, 'next');
  expect(attempt).toThrow(
    expect.objectContaining({ reason: 'weak_password', issues: [expect.objectContaining({ path: ['next'] })] }),
  );
  expect(attempt).toThrow(DomainError);
});

test.each([
  'correct horse battery',
  'tr0ub4dor&3x',
  'alice_in_wonder',
  'aaaaabbbbbccccc',
  'пароль из слов',
  '9f3kd02mcn',
])('takes %s', (password) => {
  refuseWeakPassword(password, names, 'password');
});

test('the common passwords are such as could be chosen, each once', () => {
  const all = [...commonPasswords];
  expect(all.length).toBeGreaterThan(500);
  expect(all.filter((one) => one.length < limits.passwordMin || one !== one.toLowerCase())).toEqual([]);
});
