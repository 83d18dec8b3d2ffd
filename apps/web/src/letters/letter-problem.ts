import { RookeryError } from '@rookery/sdk';
import { errorText } from '../error-text.ts';

/** The letters whose links bring a token. */
export type LinkKind = 'verify-email' | 'reset-password';

const expired: Record<LinkKind, string> = {
  'verify-email': 'This link has expired: it is good for a day.',
  'reset-password': 'This link has expired: it is good for an hour.',
};

const spent: Record<LinkKind, string> = {
  'verify-email':
    'This link has been used already, or a part of it is missing. If you confirmed the address before, all is well.',
  'reset-password': 'This link has been used already, or a part of it is missing.',
};

/** Whether it is the link that does not work, so that only another letter helps. */
export function isLinkProblem(error: unknown): boolean {
  if (!(error instanceof RookeryError)) return false;
  const { reason, issues } = error;
  return reason === 'token_invalid' || reason === 'token_expired' || issues.some(({ path }) => path[0] === 'token');
}

/** Why a link did not do what it was for, in sentences for people. */
export function linkProblem(kind: LinkKind, error: unknown): string {
  if (!(error instanceof RookeryError)) return errorText(error);
  if (error.reason === 'token_expired') return expired[kind];
  if (isLinkProblem(error)) return spent[kind];
  const issues = error.issues.filter(({ path }) => path[0] === 'password');
  return issues.length === 0 ? errorText(error) : [...new Set(issues.map(passwordIssue))].join(' ');
}

function passwordIssue({ code, message }: RookeryError['issues'][number]): string {
  if (code === 'too_small') return 'Your new password is too short: it takes at least 10 characters.';
  if (code === 'too_big') return 'Your new password is too long: it takes at most 256 characters.';
  return `Your new password ${message}.`;
}
