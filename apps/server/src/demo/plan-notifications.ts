import { namesOf } from './plan-ties.ts';
import type {
  PlannedConversation,
  PlannedDeeds,
  PlannedNotification,
  PlannedPerson,
  PlannedPost,
  PlannedTies,
  Setting,
} from './planned.ts';
import { idOf } from './random.ts';

const day = 24 * 3_600_000;
/** Everybody looked at their notifications last so long ago, and every day before at that time. */
const sinceReading = (7 / 24) * day;

/** Something that somebody is told. */
interface News {
  type: string;
  recipientId: string;
  actorId: string | null;
  subjectId: string;
  postId: string | null;
  conversationId?: string;
  at: Date;
}

type Story = PlannedTies &
  PlannedDeeds & {
    people: PlannedPerson[];
    posts: PlannedPost[];
    conversations: PlannedConversation[];
  };

/** What everybody was told of all this, folded by what it is about between one reading and the next. */
export function planNotifications(story: Story, { now, random }: Setting): PlannedNotification[] {
  const news = newsOf(story).sort((a, b) => a.at.getTime() - b.at.getTime());
  const readingAfter = (at: Date) => Math.floor((now.getTime() - sinceReading - at.getTime()) / day);
  const groups = Map.groupBy(news, ({ recipientId, type, subjectId, at }) =>
    [recipientId, type, subjectId, readingAfter(at)].join(),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { recipientId, type, subjectId, postId, conversationId = null, at } = first;
    const reading = readingAfter(at);
    const readAt = reading < 0 ? null : new Date(now.getTime() - sinceReading - reading * day);
    const actors = group.flatMap((one) =>
      one.actorId === null ? [] : [{ actorId: one.actorId, id: idOf(one.at, random) }],
    );
    const subject = { type, subjectId, postId, conversationId };
    return [{ id: idOf(at, random), recipientId, ...subject, createdAt: at, readAt, actors }];
  });
}

/** All that is told, but nothing to those who did it, who mute or block who did it, or whose post is gone. */
function newsOf(story: Story): News[] {
  const key = (a: string, b: string | null) => `${a} ${b}`;
  const unheard = new Set([
    ...story.mutes.map(({ from, to }) => key(from, to)),
    ...story.blocks.flatMap(({ from, to }) => [key(from, to), key(to, from)]),
  ]);
  const gone = new Set(story.posts.flatMap(({ id, deletedAt }) => (deletedAt === null ? [] : [id])));
  return [...newsOfTies(story), ...newsOfPosts(story), ...newsOfDeeds(story), ...newsOfChats(story)].filter(
    ({ recipientId, actorId, postId }) =>
      recipientId !== actorId && !unheard.has(key(recipientId, actorId)) && !gone.has(postId ?? ''),
  );
}

function newsOfTies({ follows, followRequests, friendRequests }: Story): News[] {
  const told = (type: string, [recipientId, actorId]: [string, string], [subjectId, at]: [string, Date]): News => {
    return { type, recipientId, actorId, subjectId, postId: null, at };
  };
  return [
    ...follows.map(({ from, to, createdAt }) => told('follow', [to, from], [to, createdAt])),
    ...followRequests.map(({ id, from, to, createdAt }) => told('follow_request', [to, from], [id, createdAt])),
    ...friendRequests.map(({ id, from, to, createdAt, acceptedAt }) =>
      acceptedAt
        ? told('friend_accepted', [from, to], [id, acceptedAt])
        : told('friend_request', [to, from], [id, createdAt]),
    ),
  ];
}

/** NOTE: who is answered, quoted and mentioned by one post is told once, by the first of these. */
function newsOfPosts({ posts, people }: Story): News[] {
  const authors = new Map(posts.map(({ id, authorId }) => [id, authorId]));
  const usernames = new Set(people.map(({ person }) => person.username));
  const idOfName = namesOf(people);
  return posts.flatMap(({ id, authorId, text, replyToId, quoteOfId, createdAt }) => {
    const named = [...text.matchAll(/@(\w{3,30})/g)].flatMap(([, name = '']) =>
      usernames.has(name) ? [idOfName(name)] : [],
    );
    const told: [string, string | undefined][] = [
      ['reply', authors.get(replyToId ?? '')],
      ['quote', authors.get(quoteOfId ?? '')],
      ...named.map((one): [string, string] => ['mention', one]),
    ];
    const firsts = told.filter(
      ([, to], index) => to !== undefined && told.findIndex(([, other]) => other === to) === index,
    );
    return firsts.map(([type, recipientId = '']) => ({
      type,
      recipientId,
      actorId: authorId,
      subjectId: id,
      postId: id,
      at: createdAt,
    }));
  });
}

function newsOfDeeds({ posts, likes, reposts, votes }: Story): News[] {
  const authors = new Map(posts.map(({ id, authorId }) => [id, authorId]));
  const done = (type: string, deeds: PlannedDeeds['likes']) =>
    deeds.map(({ from, to, createdAt }) => ({
      type,
      recipientId: authors.get(to) ?? '',
      actorId: from,
      subjectId: to,
      postId: to,
      at: createdAt,
    }));
  const ended = posts.flatMap(({ id, authorId, poll }) => {
    if (!poll?.closed) return [];
    const told = { type: 'poll_ended', subjectId: id, postId: id, at: poll.closesAt };
    const voters = votes
      .filter(({ to }) => to === id)
      .map(({ from }) => ({ ...told, recipientId: from, actorId: authorId }));
    return [{ ...told, recipientId: authorId, actorId: null }, ...voters];
  });
  return [...done('like', likes), ...done('repost', reposts), ...ended];
}

function newsOfChats({ conversations }: Story): News[] {
  return conversations.flatMap(({ id, members, createdAt: at }) => {
    const [begun] = members;
    const asked = members.filter(({ folder }) => folder === 'requests');
    const told = { type: 'message_request', actorId: begun?.profileId ?? null, subjectId: id, postId: null };
    return asked.map(({ profileId: recipientId }) => ({ ...told, conversationId: id, recipientId, at }));
  });
}
