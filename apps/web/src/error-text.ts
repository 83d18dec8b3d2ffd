import { RookeryError } from '@rookery/sdk';

const sentences: Partial<Record<RookeryError['reason'], string>> = {
  network: 'The server does not answer. Is it still running?',
  unavailable: 'The server is busy or restarting. Try again in a moment.',
  credentials_invalid: 'No account has this name and password.',
  account_suspended: 'This account is suspended.',
  not_found: 'It is gone, or not for you to see.',
  token_missing: 'Sign in first.',
  payload_too_large: 'The file is too large.',
  unsupported_media: 'Only JPEG, PNG, WebP and GIF images can be shown here.',
  messages_refused: 'They do not take messages from you.',
  last_owner: 'You are its last owner: hand the group over first.',
  banned: 'The group does not let you back in.',
  session_revoked: 'You have been signed out. Sign in again.',
};

/** What went wrong, in a sentence for people; undefined where the machine word is all there is. */
export function reasonText(reason: RookeryError['reason']): string | undefined {
  return sentences[reason];
}

/** What went wrong, in a sentence for people. */
export function errorText(error: unknown): string {
  if (!(error instanceof RookeryError)) return 'Something on this page went wrong.';
  const [issue] = error.issues;
  if (issue) return `${issue.message}.`.replace(/\.\.$/, '.');
  if (error.reason === 'rate_limited')
    return `That was a bit fast. Try again in ${error.retryAfter ?? 'a few'} seconds.`;
  return sentences[error.reason] ?? `${error.message}${error.requestId ? ` (request ${error.requestId})` : ''}`;
}
