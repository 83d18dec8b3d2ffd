import { z } from 'zod';

/** tRPC's error code and a sentence for each stable machine word that an error carries as `reason`. */
export const reasons = {
  validation_failed: ['BAD_REQUEST', 'The input does not parse or breaks a rule; `issues` says where.'],
  bad_cursor: ['BAD_REQUEST', 'The cursor was not made by this list.'],
  unsupported_media: ['BAD_REQUEST', 'The file is of a type that is not taken.'],
  weak_password: ['BAD_REQUEST', 'The password is among the most common ones.'],
  token_missing: ['UNAUTHORIZED', 'This call needs a signed-in account.'],
  token_invalid: ['UNAUTHORIZED', 'The token is unknown, malformed, used up or revoked.'],
  token_expired: ['UNAUTHORIZED', 'The token has expired.'],
  credentials_invalid: ['UNAUTHORIZED', 'The login or the password is wrong.'],
  refresh_reused: ['UNAUTHORIZED', 'An old refresh token was used again; its session has been revoked.'],
  session_revoked: ['UNAUTHORIZED', 'The session has been signed out.'],
  not_owner: ['FORBIDDEN', 'Only its owner may do this.'],
  role_required: ['FORBIDDEN', 'This needs a role that the account does not have.'],
  scope_required: ['FORBIDDEN', 'The token lacks the scope for this call.'],
  own_poll: ['FORBIDDEN', 'Nobody votes in a poll of their own.'],
  messages_refused: ['FORBIDDEN', 'They take no messages from this caller.'],
  invite_required: ['FORBIDDEN', 'The group is joined by invitation alone.'],
  banned: ['FORBIDDEN', 'Who was banned from a group comes back when the ban has been lifted.'],
  account_suspended: ['FORBIDDEN', 'The account is suspended.'],
  email_unverified: ['FORBIDDEN', 'The e-mail address has to be verified first.'],
  csrf: ['FORBIDDEN', 'The call did not come from an allowed page.'],
  not_found: ['NOT_FOUND', 'It does not exist, or not for this caller.'],
  method_not_allowed: ['METHOD_NOT_SUPPORTED', 'The procedure is not called with this method.'],
  username_taken: ['CONFLICT', 'The username belongs to somebody else.'],
  email_taken: ['CONFLICT', 'The e-mail address belongs to another account.'],
  already_friends: ['CONFLICT', 'The two are friends already.'],
  already_voted: ['CONFLICT', 'The caller has voted for something else in this poll; a vote is final.'],
  poll_closed: ['CONFLICT', 'The poll has ended.'],
  limit_reached: ['CONFLICT', 'There are as many as allowed; take one away first.'],
  last_owner: ['CONFLICT', 'A group keeps an owner: make somebody else one first, or delete the group.'],
  idempotency_mismatch: ['CONFLICT', 'The idempotency key was used with another call or body.'],
  edit_conflict: ['CONFLICT', 'It was edited meanwhile; read it again.'],
  payload_too_large: ['PAYLOAD_TOO_LARGE', 'The body or file is over its limit.'],
  unsupported_content_type: ['UNSUPPORTED_MEDIA_TYPE', 'The content type is not taken here.'],
  rate_limited: ['TOO_MANY_REQUESTS', 'Too many calls; try again after `retryAfter` seconds.'],
  unavailable: ['SERVICE_UNAVAILABLE', 'The server is overloaded, restarting or cut off from its database.'],
  internal_error: ['INTERNAL_SERVER_ERROR', 'A bug; `requestId` finds it in the logs.'],
} as const satisfies Record<string, readonly [code: string, sentence: string]>;

/** The stable machine word of an error. */
export type Reason = keyof typeof reasons;

/** tRPC's error code of an error. */
export type ErrorCode = (typeof reasons)[Reason][0];

export const InputIssue = z
  .object({
    path: z.array(z.union([z.string(), z.number()])).describe('Where in the input.'),
    code: z.string().describe('What kind of rule was broken.'),
    message: z.string().describe('The rule, for people.'),
  })
  .describe('One thing that is wrong with an input.');
export type InputIssue = z.infer<typeof InputIssue>;
