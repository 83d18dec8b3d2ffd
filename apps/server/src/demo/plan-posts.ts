import type { DemoThread } from './person.ts';
import type { PlannedPerson, PlannedPost, Setting } from './planned.ts';
import { idOf, type Random } from './random.ts';
import { replies, repliesIn } from './replies.ts';

const minute = 60_000;
const span = 14 * 24 * 60 * minute;
/** So many posts and replies together. */
const wanted = 400;

/** Spreads everybody's posts over two weeks in the order they have them, with the replies they got. */
export function planPosts(people: PlannedPerson[], setting: Setting): PlannedPost[] {
  const roots = planRoots(people, setting);
  const threads = roots.flatMap((root) => [root.post, ...planThread(root, people, setting)]);
  const answers = planAnswers(roots, people, { ...setting, count: wanted - threads.length });
  return [...threads, ...answers].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}

interface Root {
  post: PlannedPost;
  author: PlannedPerson;
  thread: DemoThread;
}

function planRoots(people: PlannedPerson[], { now, random }: Setting): Root[] {
  return people.flatMap((author) => {
    const { posts } = author.person;
    return posts.map((given, index) => {
      const share = (index + 0.1 + random.next() * 0.8) / posts.length;
      const createdAt = new Date(now.getTime() - span + Math.floor(share * (span - 10 * minute)));
      const thread = typeof given === 'string' ? { text: given, replies: [] } : given;
      return { author, thread, post: makePost(author, { text: thread.text, createdAt, parent: null }, random) };
    });
  });
}

/** The written replies; one that begins with a name answers what that person said before. */
function planThread({ post: root, thread }: Root, people: PlannedPerson[], setting: Setting): PlannedPost[] {
  const said = new Map<string, PlannedPost>();
  return thread.replies.map(([username, text], index) => {
    const author = people.find(({ person }) => person.username === username);
    if (!author) throw new Error(`the demo has no ${username}`);
    const parent = said.get(/^@(\w+)/.exec(text)?.[1] ?? '') ?? root;
    const createdAt = laterThan(root.createdAt, (index + 0.5 + setting.random.next()) * 25, setting.now);
    const reply = makePost(author, { text, createdAt, parent }, setting.random);
    said.set(username, reply);
    return reply;
  });
}

function planAnswers(roots: Root[], people: PlannedPerson[], setting: Setting & { count: number }): PlannedPost[] {
  const { random, now, count } = setting;
  const used = new Set<string>();
  const targets = random.some(
    roots.filter(({ thread }) => thread.replies.length === 0),
    count,
  );
  return targets.map(({ post, author }) => {
    const { language } = author.person;
    const speakers = people.filter(({ person }) => person !== author.person && !person.isBot && !person.isPrivate);
    const natives = speakers.filter(({ person }) => language !== undefined && person.language === language);
    const isNative = natives.length > 0 && random.next() < 0.7;
    const pool = isNative && language ? repliesIn[language] : replies;
    const [text = ''] = random.some(
      pool.filter((one) => !used.has(post.authorId + one)),
      1,
    );
    used.add(post.authorId + text);
    const [answerer = author] = random.some(isNative ? natives : speakers, 1);
    const createdAt = laterThan(post.createdAt, 3 + random.next() * 600, now);
    return makePost(answerer, { text: text || (replies[0] ?? ''), createdAt, parent: post }, random);
  });
}

interface Draft {
  text: string;
  createdAt: Date;
  parent: PlannedPost | null;
}

function makePost(author: PlannedPerson, { text, createdAt, parent }: Draft, random: Random): PlannedPost {
  const rootId = parent && (parent.rootId ?? parent.id);
  return { id: idOf(createdAt, random), authorId: author.id, text, replyToId: parent?.id ?? null, rootId, createdAt };
}

/** A moment so many minutes later, but in the past. */
function laterThan(moment: Date, minutes: number, now: Date): Date {
  const left = now.getTime() - moment.getTime() - minute;
  return new Date(moment.getTime() + Math.max(1, Math.min(Math.floor(minutes * minute), left)));
}
