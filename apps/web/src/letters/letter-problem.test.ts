import { RookeryError } from '@rookery/sdk';
import { expect, it } from 'vitest';
import { isLinkProblem, linkProblem } from './letter-problem.ts';

type Fields = ConstructorParameters<typeof RookeryError>[0];

const refusal = (reason: Fields['reason'], issues: Fields['issues'] = []): RookeryError =>
  new RookeryError({
    code: 'BAD_REQUEST',
    reason,
    issues,
    message: reason,
    requestId: null,
    retryAfter: null,
    status: 400,
  });
const issue = (path: string, code: string, message: string) => ({ path: [path], code, message });

it('tells a link that has expired from one that was used', () => {
  expect(linkProblem('verify-email', refusal('token_expired'))).toContain('good for a day');
  expect(linkProblem('reset-password', refusal('token_expired'))).toContain('good for an hour');
  expect(linkProblem('verify-email', refusal('token_invalid'))).toContain('all is well');
  expect(linkProblem('reset-password', refusal('token_invalid'))).toContain('used already');
});

it('takes a token that cannot be one for a link that is not whole', () => {
  const error = refusal('validation_failed', [issue('token', 'too_big', 'Too big')]);
  expect(isLinkProblem(error)).toBe(true);
  expect(linkProblem('reset-password', error)).toContain('a part of it is missing');
});

it('says all that is wrong with a password, and does not blame the link', () => {
  const weak = refusal('weak_password', [issue('password', 'custom', 'is too easy to guess')]);
  expect(linkProblem('reset-password', weak)).toBe('Your new password is too easy to guess.');
  const both = refusal('validation_failed', [
    issue('password', 'too_small', 'Too small: expected string to have >=10 characters'),
    issue('password', 'custom', 'contains characters that are not allowed'),
  ]);
  expect(linkProblem('reset-password', both)).toBe(
    'Your new password is too short: it takes at least 10 characters. Your new password contains characters that are not allowed.',
  );
  for (const error of [weak, both, refusal('network'), new Error('x')]) expect(isLinkProblem(error)).toBe(false);
});

it('leaves what is not of letters to the words of the page', () => {
  expect(linkProblem('verify-email', refusal('network'))).toContain('does not answer');
});
