import { newId } from '@rookery/api';
import { invitePeople, signUp, type TestApp, testPng } from '@rookery/testkit';

/** Somebody with an account, and what proves it. */
export interface Person {
  id: string;
  username: string;
  email: string;
  password: string;
  token: string;
  refreshToken: string;
}

const names = ['owner', 'stranger', 'staff', 'blocked', 'friend', 'recluse', 'nobody'] as const;

/** Who is on the stage. NOTE: `nobody` has an account of whose token no use is made. */
export type Name = (typeof names)[number];

/** A world in the making: people, and what they did. */
export interface Stage {
  t: TestApp;
  people: Record<Name, Person>;
  /** What the owner was told, one for each call that needs one. */
  notifications: string[];
  /** A name that is used once. */
  newName(): string;
  /** Somebody whom nobody knows yet. */
  newcomer(): Promise<Person>;
  /** The id of somebody whom nobody knows yet and who never signs in. */
  extra(): Promise<string>;
}

/** Sets up a world in which the owner has some of everything. */
export async function setStage(t: TestApp): Promise<Stage> {
  let count = 0;
  const newName = () => {
    count += 1;
    return `person_${count}`;
  };
  const newcomer = (username = newName()) => register(t, username);
  const extra = async () => {
    const name = newName();
    return (await invitePeople(t.app, name))[name] ?? '';
  };
  const people = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await newcomer(name)])));
  const stage: Stage = { t, people, notifications: [], newName, newcomer: () => newcomer(), extra };
  await t.app.sql.raw("update account set role = 'admin' where id = $1", [stage.people.staff.id]);
  await act(stage);
  return stage;
}

async function register(t: TestApp, username: string): Promise<Person> {
  const { id, email, password, session } = await signUp(t, username);
  return { id, username, email, password, token: session.accessToken, refreshToken: session.refreshToken };
}

const pageful = 7;

async function act(s: Stage): Promise<void> {
  const { owner, friend, stranger, blocked, recluse } = s.people;
  const [as, friendly] = [s.t.as(owner.id), s.t.as(friend.id)];
  await as.me.update({ displayName: 'Öwner “the” 🐦', bio: 'Grüße #größe', website: 'https://owner.test' });
  await befriend(s, friend.id);
  await friendly.graph.follow({ userId: owner.id });
  await s.t.as(recluse.id).me.update({ isPrivate: true });
  await as.graph.mute({ userId: await s.extra(), until: new Date('2030-01-02T03:04:05.678Z') });
  for (let n = 0; n < pageful; n += 1) await s.t.as(await s.extra()).graph.follow({ userId: owner.id });
  for (let n = 0; n < pageful; n += 1) await s.t.as(await s.extra()).graph.follow({ userId: recluse.id });
  await writePosts(s);
  await as.graph.block({ userId: blocked.id });
  await s.t.as(stranger.id).hashtags.follow({ tag: 'größe' });
  await s.t.drain();
  s.notifications.push(...(await as.notifications.list({ limit: 100 })).items.map(({ id }) => id));
}

async function befriend(s: Stage, id: string): Promise<void> {
  const { id: requestId } = await s.t.as(id).friends.request({ userId: s.people.owner.id });
  await s.t.as(s.people.owner.id).friends.accept({ requestId });
}

async function writePosts(s: Stage): Promise<void> {
  const { owner, friend, stranger } = s.people;
  const as = s.t.as(owner.id);
  for (let n = 0; n < pageful; n += 1) {
    const id = await post(s, owner, { text: `Post ${n} of mine #größe #weather` });
    await as.posts.bookmark({ id });
    await s.t.as(friend.id).posts.create({ text: `Look @owner, ${n}`, replyToId: id });
    await s.t.as(stranger.id).posts.create({ text: `Quoth @owner ${n}`, quoteOfId: id });
    await s.t.as(friend.id).posts.like({ id });
    await as.hashtags.follow({ tag: `tag${n}` });
    await as.posts.drafts.create({ text: `unfinished ${n}` });
    await post(s, owner, { scheduledAt: nextYear() });
  }
  await post(s, owner, { visibility: 'followers' });
  await post(s, owner, { visibility: 'friends', poll: { options: ['yes', 'no'], expiresIn: 86_400 } });
}

/** A moment that stays in the future. */
export function nextYear(): Date {
  return new Date(new Date().getUTCFullYear() + 1, 5, 1);
}

type NewPost = Parameters<ReturnType<TestApp['as']>['posts']['create']>[0];

/** The id of a new post. */
export async function post({ t }: Stage, by: Person, more: NewPost = {}): Promise<string> {
  return (await t.as(by.id).posts.create({ text: 'hello', ...more })).id;
}

/** The id of a new picture. */
export async function upload({ t }: Stage, by: Person): Promise<string> {
  return (await t.as(by.id).media.upload({ file: pictureFile(), alt: 'a grey field' })).id;
}

/** A picture to be uploaded. */
export function pictureFile(): File {
  return new File([testPng()], 'grey.png', { type: 'image/png' });
}

/** The id of a new group conversation of the owner and his friend. */
export async function talk({ t, people: { owner, friend } }: Stage, ...more: string[]): Promise<string> {
  return (await t.as(owner.id).chat.createGroup({ title: 'a talk', userIds: [friend.id, ...more] })).id;
}

/** The id of a new message of the owner to his friend. */
export async function message(s: Stage, text = 'hello'): Promise<{ id: string; conversationId: string }> {
  const conversationId = await talk(s);
  const { id } = await s.t.as(s.people.owner.id).chat.send({ conversationId, text, clientId: newId() });
  return { id, conversationId };
}

/** The id of a new group of somebody's. */
export async function group({ t }: Stage, by: string, more: object = {}): Promise<string> {
  return (await t.as(by).groups.create({ name: 'a group', ...more })).id;
}
