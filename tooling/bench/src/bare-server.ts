import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';
import { type WebSocket, WebSocketServer } from 'ws';
import { frameOf, messageSql, renumbered, toMessage } from './bare-message.ts';

/**
 * The bare limit: node:http, one named prepared statement, JSON out; and a `ws` server that sends one text to all its
 * sockets. No accounts, no limits, no validation, no jobs: what the machine gives when a server does nothing else.
 */
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });

const post = `p.id, p.text, p.facets, p.content_warning, p.visibility, p.reply_to_id, p.root_id, p.created_at, p.edited_at, p.version,
  p.like_count, p.repost_count, p.quote_count, p.reply_count, p.pinned, a.id as author_id, a.username, a.display_name, a.is_bot, l.post_id is not null as liked,
  exists (select from repost r where r.post_id = p.id and r.profile_id = $1) as reposted, exists (select from bookmark b where b.post_id = p.id and b.profile_id = $1) as bookmarked,
  (select to_jsonb(m) from media m where m.id = a.avatar_id) as avatar`;
const joins = `join profile a on a.id = p.author_id left join post_like l on l.post_id = p.id and l.profile_id = $1`;
/** Whether the viewer may see it, as plainly as it can be asked. */
const unblocked = (id: string) =>
  `not exists (select from block where (blocker_id, blocked_id) = ($1, ${id})) and not exists (select from block where (blocker_id, blocked_id) = (${id}, $1))`;
const seen = `p.deleted_at is null and (p.author_id = $1 or (p.visibility = 'public' and (not a.is_private or exists (select from follow where follower_id = $1 and followee_id = a.id)) and ${unblocked('a.id')}))`;
const tie = (table: string, one: string, other: string) =>
  `exists (select from ${table} where ${one} = $1 and ${other} = p.id)`;

const sql = {
  feed: `select e.sort_id, ${post} from timeline_entry e join post p on p.id = e.post_id ${joins} where e.user_id = $1 and ${seen}
    and not exists (select from mute where muter_id = $1 and muted_id = p.author_id) and (p.author_id = $1 or exists (select from follow where follower_id = $1 and followee_id = p.author_id))
    order by e.sort_id desc limit 21`,
  post: `select ${post} from post p ${joins} where p.id = $2 and ${seen}`,
  user: `select p.*, ${tie('follow', 'follower_id', 'followee_id')} as following, ${tie('follow', 'followee_id', 'follower_id')} as followed_by,
    ${tie('follow_request', 'follower_id', 'followee_id')} as requested, ${tie('friendship', 'profile_id', 'friend_id')} as friend,
    ${tie('friend_request', 'sender_id', 'receiver_id')} as asked, ${tie('friend_request', 'receiver_id', 'sender_id')} as asked_by,
    ${tie('block', 'blocker_id', 'blocked_id')} as blocking, ${tie('mute', 'muter_id', 'muted_id')} as muting,
    (select to_jsonb(m) from media m where m.id = p.avatar_id) as avatar from profile p where p.id = $2 and not ${tie('block', 'blocked_id', 'blocker_id')}`,
  create: `with author as (update profile set post_count = post_count + 1 where id = $1),
    made as (insert into post (id, author_id, text) values (uuidv7(), $1, $2) returning id, created_at),
    entries as (insert into timeline_entry (user_id, sort_id, post_id, author_id)
      select follower_id, made.id, made.id, $1 from made, follow where followee_id = $1 union all select $1, id, id, $1 from made),
    logged as (insert into journal (topic, type, ref) select 'user:' || $1, 'post.created', jsonb_build_object('postId', id) from made)
    select id, created_at from made`,
  follow: `with made as (insert into follow (follower_id, followee_id, id) values ($1, $2, uuidv7()) on conflict do nothing returning followee_id),
    a as (update profile set following_count = following_count + 1 where id = $1 and exists (select from made)),
    b as (update profile set follower_count = follower_count + 1 where id in (select followee_id from made)) select exists (select from made) as made`,
  send: messageSql,
};

type Row = Record<string, unknown>;

const toPost = (row: Row) => ({
  id: row['id'],
  author: {
    id: row['author_id'],
    username: row['username'],
    displayName: row['display_name'],
    avatar: row['avatar'],
    isBot: row['is_bot'],
  },
  text: row['text'],
  facets: row['facets'],
  media: [],
  poll: null,
  contentWarning: row['content_warning'],
  visibility: row['visibility'],
  groupId: null,
  replyToId: row['reply_to_id'],
  rootId: row['root_id'],
  quoteOf: null,
  pinned: row['pinned'],
  scheduledAt: null,
  createdAt: row['created_at'],
  editedAt: row['edited_at'],
  version: row['version'],
  likeCount: row['like_count'],
  repostCount: row['repost_count'],
  quoteCount: row['quote_count'],
  replyCount: row['reply_count'],
  viewer: {
    liked: row['liked'],
    reposted: row['reposted'],
    bookmarked: row['bookmarked'],
    canEdit: false,
    canDelete: false,
  },
});

const toUser = (row: Row) => ({
  id: row['id'],
  username: row['username'],
  displayName: row['display_name'],
  bio: row['bio'],
  location: row['location'],
  website: row['website'],
  status: row['status'],
  avatar: row['avatar'],
  banner: null,
  isPrivate: row['is_private'],
  isBot: row['is_bot'],
  createdAt: row['created_at'],
  followerCount: row['follower_count'],
  followingCount: row['following_count'],
  friendCount: row['friend_count'],
  postCount: row['post_count'],
  viewer: {
    following: row['following'],
    followedBy: row['followed_by'],
    followRequested: row['requested'],
    friend: row['friend'],
    friendRequest: row['asked'] || row['asked_by'],
    blocking: row['blocking'],
    muting: row['muting'],
  },
});

async function rows(name: keyof typeof sql, values: unknown[]): Promise<Row[]> {
  return (await pool.query<Row>({ name, text: sql[name], values })).rows;
}

async function answer(url: URL, body: Row): Promise<unknown> {
  const viewer = url.searchParams.get('viewer');
  const id = url.searchParams.get('id');
  switch (url.pathname) {
    case '/feed': {
      const found = await rows('feed', [viewer]);
      return {
        items: found.slice(0, 20).map((row) => ({ post: toPost(row), reason: { kind: 'post' } })),
        nextCursor: String(found[19]?.['sort_id'] ?? ''),
      };
    }
    case '/post':
      return toPost((await rows('post', [viewer, id]))[0] ?? {});
    case '/user':
      return toUser((await rows('user', [viewer, id]))[0] ?? {});
    case '/create':
      return (await rows('create', [viewer, body['text']]))[0];
    case '/follow':
      return (await rows('follow', [viewer, body['userId']]))[0];
    case '/send': {
      const [row = {}] = await rows('send', [body['conversationId'], viewer, body['clientId'], body['text']]);
      const message = toMessage(row);
      if (sockets.size > 0) sendToAll(frameOf(message));
      return message;
    }
    case '/fan-out':
      return fanOut(Number(url.searchParams.get('events')), String(body['text']), url.searchParams.get('after'));
    default:
      return { ok: true };
  }
}

const sockets = new Set<WebSocket>();

function sendToAll(text: string): void {
  for (const socket of sockets) socket.send(text);
}

/** The text so many times; as messages that come after a number, if there is one. */
function fanOut(events: number, text: string, after: string | null): { sockets: number } {
  for (let n = 1; n <= events; n += 1) sendToAll(after === null ? text : renumbered(text, Number(after) + n));
  return { sockets: sockets.size };
}

async function bodyOf(req: IncomingMessage): Promise<Row> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(part as Buffer);
  return parts.length === 0 ? {} : (JSON.parse(Buffer.concat(parts).toString()) as Row);
}

async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = new URL(req.url ?? '/', 'http://bare');
  const text = JSON.stringify(await answer(url, req.method === 'POST' ? await bodyOf(req) : {}));
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text);
}

const server = createServer((req, res) => {
  handle(req, res).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    res.writeHead(500).end();
  });
});
const hub = new WebSocketServer({ server, perMessageDeflate: false });
hub.on('connection', (socket) => {
  sockets.add(socket);
  socket.on('error', () => undefined);
  socket.on('close', () => sockets.delete(socket));
});
server.listen(Number(process.env['PORT']), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
