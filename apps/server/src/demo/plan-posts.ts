import type { Audience } from './audience.ts';
import type { DemoNews, DemoPoll, DemoThread } from './person.ts';
import { namesOf } from './plan-ties.ts';
import type { PlannedPerson, PlannedPoll, PlannedPost, Setting } from './planned.ts';
import { idOf } from './random.ts';
import { replies, repliesIn } from './replies.ts';
import { pictured, pinned } from './story.ts';

const minute = 60_000;
const hour = 60 * minute;
const span = 14 * 24 * hour;
/** So many posts and replies together. */
const wanted = 460;

/** Say only what is written for them. */
const reserved = ['demo', 'bargain_bob'];

interface Talk extends Setting {
  /** What was said lately, at hours that are given. */
  news: readonly DemoNews[];
  audience: Audience;
}

/** Spreads everybody's posts over two weeks in the order they have them, with the replies they got; then comes what was said lately. */
export function planPosts(people: PlannedPerson[], talk: Talk): PlannedPost[] {
  const roots = [...planRoots(people, talk), ...planNews(people, talk)];
  quoteOthers(roots);
  const threads = roots.flatMap((root) => [root.post, ...planThread(root, people, talk)]);
  const answers = planAnswers(roots, people, { ...talk, count: wanted - threads.length });
  return [...threads, ...answers].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}

interface Root {
  post: PlannedPost;
  author: PlannedPerson;
  thread: DemoThread;
}

function planRoots(people: PlannedPerson[], setting: Setting): Root[] {
  const { now, random } = setting;
  return people.flatMap((author) => {
    const { posts, username } = author.person;
    return posts.map((given, index) => {
      const share = (index + 0.1 + random.next() * 0.8) / posts.length;
      const createdAt = new Date(now.getTime() - span + Math.floor(share * (span - 8 * hour)));
      const thread = typeof given === 'string' ? { text: given } : given;
      return {
        author,
        thread,
        post: makeRoot(author, { ...thread, key: thread.key ?? `${username}:${index}` }, { ...setting, createdAt }),
      };
    });
  });
}

function planNews(people: PlannedPerson[], { news, ...setting }: Talk): Root[] {
  const idOfName = namesOf(people);
  return news.map((thread) => {
    const authorId = idOfName(thread.by);
    const author = people.find(({ id }) => id === authorId);
    if (!author) throw new Error(`nobody said ${thread.text}`);
    const createdAt = new Date(setting.now.getTime() - Math.floor(thread.hoursAgo * hour));
    return { author, thread, post: makeRoot(author, thread, { ...setting, createdAt }) };
  });
}

function quoteOthers(roots: Root[]): void {
  const keyed = new Map(roots.map(({ post }) => [post.key, post]));
  for (const { post, thread } of roots) {
    if (thread.quotes === undefined) continue;
    const quoted = keyed.get(thread.quotes);
    if (!quoted || quoted.createdAt >= post.createdAt) throw new Error(`nothing is called ${thread.quotes} yet`);
    post.quoteOfId = quoted.id;
  }
}

/** The written replies, in time for all of them to be in the past. */
function planThread({ post: root, thread }: Root, people: PlannedPerson[], setting: Setting): PlannedPost[] {
  const written = thread.replies ?? [];
  const idOfName = namesOf(people);
  const said = new Map<string, PlannedPost>();
  const gap = Math.min(25 * minute, (setting.now.getTime() - root.createdAt.getTime()) / (written.length + 1.5));
  return written.map(([username, text], index) => {
    const parent = said.get(/^@(\w+)/.exec(text ?? '')?.[1] ?? '') ?? root;
    const createdAt = new Date(
      root.createdAt.getTime() + Math.floor((index + 0.5 + setting.random.next() * 0.9) * gap),
    );
    const reply = makePost({ authorId: idOfName(username), text, createdAt, parent }, setting);
    said.set(username, reply);
    return reply;
  });
}

function planAnswers(roots: Root[], people: PlannedPerson[], talk: Talk & { count: number }): PlannedPost[] {
  const { random, now, count, audience } = talk;
  const used = new Set<string>();
  const quiet = roots.filter(({ thread, post }) => !thread.replies && audience.isOpen(post));
  return random.some(quiet, count).map(({ post, author }) => {
    const { language } = author.person;
    const speakers = people.filter(
      ({ person }) =>
        person !== author.person && !person.isBot && !person.isPrivate && !reserved.includes(person.username),
    );
    const natives = speakers.filter(({ person }) => language !== undefined && person.language === language);
    const isNative = natives.length > 0 && random.next() < 0.7;
    const pool = isNative && language ? repliesIn[language] : replies;
    const [text = ''] = random.some(
      pool.filter((one) => !used.has(post.authorId + one)),
      1,
    );
    used.add(post.authorId + text);
    const [answerer = author] = random.some(isNative ? natives : speakers, 1);
    const left = now.getTime() - post.createdAt.getTime();
    const createdAt = new Date(
      post.createdAt.getTime() +
        Math.floor(Math.min((3 + random.next() * 600) * minute, left * (0.3 + random.next() * 0.6))),
    );
    return makePost({ authorId: answerer.id, text: text || (replies[0] ?? ''), createdAt, parent: post }, talk);
  });
}

interface Draft {
  authorId: string;
  text: string | null;
  createdAt: Date;
  parent: PlannedPost | null;
}

function makePost({ authorId, text, createdAt, parent }: Draft, { random }: Setting): PlannedPost {
  const nothing = {
    key: null,
    warning: null,
    quoteOfId: null,
    before: [],
    editedAt: null,
    pictures: [],
    poll: null,
    pinned: false,
  };
  return {
    ...nothing,
    id: idOf(createdAt, random),
    authorId,
    text: text ?? '',
    deletedAt: text === null ? new Date(createdAt.getTime() + 20 * minute) : null,
    replyToId: parent?.id ?? null,
    rootId: parent && (parent.rootId ?? parent.id),
    visibility: parent?.visibility ?? 'public',
    createdAt,
  };
}

function makeRoot(author: PlannedPerson, thread: DemoThread, setting: Setting & { createdAt: Date }): PlannedPost {
  const { createdAt, now } = setting;
  const {
    key = null,
    text,
    warning = null,
    before = [],
    pictures = pictured[key ?? ''] ?? [],
    visibility = 'public',
    poll,
  } = thread;
  const versionAt = (index: number) => new Date(createdAt.getTime() + index * 17 * minute);
  return {
    ...makePost({ authorId: author.id, text, createdAt, parent: null }, setting),
    ...{ key, warning, pictures, visibility },
    before: before.map((earlier, index) => ({ text: earlier, at: versionAt(index) })),
    editedAt: before.length > 0 ? versionAt(before.length) : null,
    poll: poll ? planPoll(poll, createdAt, now) : null,
    pinned: key !== null && pinned.includes(key),
  };
}

function planPoll({ options, multiple = false, hours, votes }: DemoPoll, createdAt: Date, now: Date): PlannedPoll {
  const closesAt = new Date(createdAt.getTime() + hours * hour);
  return { options, multiple, closesAt, closed: closesAt <= now, weights: votes };
}
