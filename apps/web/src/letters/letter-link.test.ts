import { expect, it } from 'vitest';
import { readLetterLink } from './letter-link.ts';

it('reads where a letter leads, and the token that it brings', () => {
  const at = (pathname: string, search = '') => readLetterLink({ pathname, search });
  expect(at('/verify-email', '?token=a-b_c')).toEqual({ kind: 'verify-email', token: 'a-b_c' });
  expect(at('/reset-password', '?utm=1&token=x&token=y')).toEqual({ kind: 'reset-password', token: 'x' });
  expect(at('/reset-password', '?token=')).toEqual({ kind: 'reset-password', token: null });
  expect(at('/login')).toEqual({ kind: 'login', token: null });
  for (const path of ['/', '/verify-email/', '/messages', '//login']) expect(at(path, '?token=x')).toBeNull();
});
