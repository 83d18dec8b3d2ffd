import { DomainError } from '../../kernel/errors.ts';
import { commonPasswords } from './common-passwords.ts';

const rows = [
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
];
const sequences = rows.flatMap((row) => [row + row + row, [...(row + row + row)].reverse().join('')]);

/** Refuses with `weak_password` what is guessed first: common passwords, patterns of the keyboard, the owner's own names. */
export function refuseWeakPassword(password: string, names: readonly string[], field: string): void {
  const plain = password.normalize('NFC').toLowerCase();
  if (!commonPasswords.has(plain) && !isPattern(plain) && !isName(plain, names)) return;
  const issues = [{ path: [field], code: 'custom', message: 'is too easy to guess' }];
  throw new DomainError('weak_password', { issues });
}

/** One to four characters over and over, or a run along a row of the keyboard or of the alphabet. */
function isPattern(password: string): boolean {
  const isRepeated = [1, 2, 3, 4].some(
    (length) => password === password.slice(0, length).repeat(password.length).slice(0, password.length),
  );
  return isRepeated || sequences.some((sequence) => sequence.includes(password));
}

function isName(password: string, names: readonly string[]): boolean {
  return names.some((name) => password === name.toLowerCase() || password === name.toLowerCase().split('@')[0]);
}
