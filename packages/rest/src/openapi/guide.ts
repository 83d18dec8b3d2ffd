import { Scope } from '@rookery/contract';

const scopeSentences: Record<Scope, string> = {
  read: 'whatever the account sees, its own e-mail address and how much is unread among it, but no chats and no notifications',
  'write:posts': 'posts, drafts, likes, reposts, bookmarks and votes',
  'write:graph': 'the profile, follows, friends, mutes, blocks and groups',
  'write:chat':
    'messages, and whatever changes conversations; each call answers with what it has changed, as it is then',
  'read:chat': 'conversations and messages',
  notifications: 'the notifications and their settings',
  media: 'files, up and down',
  admin: 'what is for staff',
};

const scopeRows = Scope.options.map((scope) => `| \`${scope}\` | ${scopeSentences[scope]} |`).join('\n');

/** The introduction of the document, in Markdown. */
export const guide = `The same procedures that Rookery's own clients call over tRPC, for every other language.

## In three lines

\`\`\`sh
URL=http://localhost:3000/api/v1
TOKEN=$(curl -s $URL/auth/login -H 'Content-Type: application/json' -d '{"login":"demo","password":"rookery-demo"}' | sed 's/.*"accessToken":"\\([^"]*\\)".*/\\1/')
curl -s "$URL/feed?limit=3" -H "Authorization: Bearer $TOKEN"
\`\`\`

The account is that of the demo; put in your own, and the address of this server.

## Authentication

- **Access tokens** come from \`POST /auth/login\` and \`POST /auth/register\` and hold for 15 minutes. \`POST /auth/refresh\` exchanges the
  \`refreshToken\` for two new ones; an old refresh token that is used again ends its session.
- **Personal access tokens** begin with \`rk_\` and are for programs. Each may do what its scopes say:

| scope | what it allows |
| --- | --- |
${scopeRows}

Both go into the header \`Authorization: Bearer …\`. Every operation says which scope it needs; those that need \`session\` take no personal
access token. Operations for anyone answer without a token too, but refuse one that is not valid.

## Requests

Bodies are JSON; files are sent as \`multipart/form-data\`. Fields that are not known are refused, in bodies as in queries. Lists in a query are
repeated or separated by commas. Times are written as RFC 3339 in UTC, like \`2026-05-09T06:42:00.000Z\`; a day alone is taken for its beginning. Ids are UUIDv7 and sort by the time
of creation. Limits on texts count graphemes, which is what readers call characters: \`maxLength\` here is the most that can ever fit.

## Pages

Lists give \`items\` and \`nextCursor\`. Hand that back as \`cursor\` for the next page, or follow the header \`Link\` with \`rel="next"\`; at the
end it is null and the header is absent. A cursor belongs to the list that gave it.

## Doing it once

What creates takes the header \`Idempotency-Key\`. Sent again with the same key and body within 24 hours, the call is not made again: the first
answer comes back, with \`Idempotency-Replayed: true\`. The same key with another body is refused as \`idempotency_mismatch\`.

## Limits

Unless the server is set otherwise, every call costs a point: a signed-in account has 1,500 in five minutes, an address without one 300.
Changes cost one to three points of another budget besides, of 1,500 an hour. \`RateLimit\` and \`RateLimit-Policy\` tell how it stands; whoever has used a limit up is
answered 429 with \`Retry-After\`.

## Errors

Every error is \`application/problem+json\` (RFC 9457). Look at \`reason\`, a stable word; \`detail\` says it for people, \`issues\` says where in the
input it is, and \`requestId\` finds the call in the logs. What exists but is not for the caller is not found. A method that a path does not
know is answered 405 with \`Allow\`.

## Reading again

Reads carry an \`ETag\`. With \`If-None-Match\` the answer is 304, without a body, when nothing has changed. Every GET answers to HEAD as well.

## Events

\`GET /events\` streams what happens to the caller as Server-Sent Events:

\`\`\`sh
curl -N $URL/events -H "Authorization: Bearer $TOKEN"
\`\`\`

Each event has an id. Whoever was cut off sends the last one as \`Last-Event-ID\` and misses nothing of the last 30 days.
`;
