import { newId } from '@rookery/api';
import { invitePeople } from './people.ts';
import { type SignedUp, signUp } from './sign-up.ts';
import type { TestApp } from './test-app.ts';
import { testPng } from './test-png.ts';
import { talkWholly } from './whole-talk.ts';

/** Somebody who has one of everything, amid others. */
export interface WholeLife extends SignedUp {
  /** A word that stands in all that he wrote and in nothing that others did. */
  word: string;
  /** Others by name. */
  others: Record<OtherName, string>;
  /** A public post of his that others answered, one that nobody did, and an answer to the former by another. */
  posts: { answered: string; quiet: string; answer: string };
}

const others = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'gina', 'henry', 'iris', 'judy'] as const;
type OtherName = (typeof others)[number];

/** Lets somebody do one of everything, and others with him. */
export async function liveWholly(t: TestApp, username: string): Promise<WholeLife> {
  const first = await signUp(t, `${username}_of_old`);
  const person = { ...first, username };
  await t.as(person.id).me.changeUsername({ username });
  const people = await invitePeople(t.app, ...others);
  const word = `canary${newId().slice(-8).replace(/\d/g, 'z')}`;
  const stage = { t, id: person.id, username, word, people };
  await writeProfile(stage);
  const posts = await writePosts(stage);
  await tieAll(stage);
  await actUpon(stage, posts.answered);
  await gather(stage);
  await talkWholly(stage);
  await leaveTraces(stage, person.email);
  await t.drain();
  await insertWhatNoCallMakes(stage, person.email);
  return { ...person, word, others: people, posts };
}

interface Stage {
  t: TestApp;
  id: string;
  username: string;
  word: string;
  people: Record<OtherName, string>;
}

const picture = () => new File([testPng()], 'picture.png', { type: 'image/png' });

async function writeProfile({ t, id, word }: Stage): Promise<void> {
  const as = t.as(id);
  const [avatar, banner] = [
    await as.media.upload({ file: picture(), alt: word }),
    await as.media.upload({ file: picture() }),
  ];
  const pictures = { avatarId: avatar.id, bannerId: banner.id };
  await as.me.update({
    displayName: word,
    bio: word,
    location: word,
    status: word,
    website: `https://${word}.test`,
    ...pictures,
  });
}

/** NOTE: those who follow come by first, so that timelines hold what is written then. */
async function writePosts({ t, id, word, username, people }: Stage): Promise<WholeLife['posts']> {
  const as = t.as(id);
  await t.as(people.alice).graph.follow({ userId: id });
  await t.as(people.iris).graph.follow({ userId: people.alice });
  for (const one of [id, people.alice, people.iris]) await t.as(one).feed.home({});
  const { id: mediaId } = await as.media.upload({ file: picture(), alt: `${word} in a picture` });
  const poll = { options: [`${word} yes`, 'no'], expiresIn: 30 * 24 * 3600 };
  const text = `${word} #${word} @alice`;
  const answered = await as.posts.create({ text, contentWarning: word, mediaIds: [mediaId], poll });
  await as.posts.update({ id: answered.id, text: `${text} again`, version: answered.version });
  await as.posts.pin({ id: answered.id });
  const own = await as.posts.create({ text: `${word} to myself`, replyToId: answered.id });
  await as.posts.create({ text: `${word} for friends`, visibility: 'friends', replyToId: own.id });
  const quiet = await as.posts.create({ text: `${word} alone` });
  const { id: draftMedia } = await as.media.upload({ file: picture() });
  await as.posts.drafts.create({ text: `${word} to come`, visibility: 'public', mediaIds: [draftMedia] });
  const scheduledAt = new Date(t.clock.now().getTime() + 40 * 24 * 3600 * 1000);
  await as.posts.create({ text: `${word} later`, scheduledAt });
  const gone = await as.posts.create({ text: `${word} regretted` });
  await t.as(people.alice).posts.repost({ id: gone.id });
  await as.posts.delete({ id: gone.id });
  const answer = await t.as(people.alice).posts.create({ text: `An answer to @${username}`, replyToId: answered.id });
  const quote = await t.as(people.bob).posts.create({ text: `Look @${username}`, quoteOfId: quiet.id });
  await t.as(people.bob).posts.update({ id: quote.id, text: 'Look', version: quote.version });
  return { answered: answered.id, quiet: quiet.id, answer: answer.id };
}

async function tieAll({ t, id, people }: Stage): Promise<void> {
  const as = t.as(id);
  await as.graph.follow({ userId: people.alice });
  await t.as(people.bob).me.update({ isPrivate: true });
  await as.graph.follow({ userId: people.bob });
  await as.me.update({ isPrivate: true });
  await t.as(people.carol).graph.follow({ userId: id });
  await as.me.update({ isPrivate: false });
  const { id: requestId } = await t.as(people.alice).friends.request({ userId: id });
  await as.friends.accept({ requestId });
  await as.friends.request({ userId: people.bob });
  await t.as(people.carol).friends.request({ userId: id });
  await as.graph.block({ userId: people.dave });
  await t.as(people.erin).graph.block({ userId: id });
  await as.graph.mute({ userId: people.frank });
  await t.as(people.gina).graph.mute({ userId: id });
  await as.hashtags.follow({ tag: 'weather' });
  await as.me.updatePrivacy({ readReceipts: true });
  for (const one of [people.judy, id]) await t.as(one).users.suggestions({ limit: 1 });
}

async function actUpon({ t, id, word, people }: Stage, answered: string): Promise<void> {
  const as = t.as(id);
  const poll = { options: ['one', 'two'], expiresIn: 30 * 24 * 3600 };
  const post = await t.as(people.alice).posts.create({ text: 'A post of Alice #weather', poll });
  await as.posts.like({ id: post.id });
  await as.posts.repost({ id: post.id });
  await as.posts.bookmark({ id: post.id });
  await as.posts.vote({ postId: post.id, choices: [1] });
  await as.posts.create({ text: `${word} to Alice`, replyToId: post.id });
  await as.posts.create({ text: `${word} of Alice`, quoteOfId: post.id });
  for (const one of [people.alice, people.henry]) {
    await t.as(one).posts.like({ id: answered });
    await t.as(one).posts.repost({ id: answered });
    await t.as(one).posts.bookmark({ id: answered });
    await t.as(one).posts.vote({ postId: answered, choices: [0] });
    await t
      .as(one)
      .posts.like({ id: post.id })
      .catch(() => undefined);
  }
  await as.notifications.markAllRead({});
  await t.as(people.henry).posts.unlike({ id: answered });
  await t.as(people.henry).posts.like({ id: answered });
}

/** NOTE: the group that he alone is in has the word in its name, and is private so that nobody else reads it. */
async function gather({ t, id, word, people }: Stage): Promise<void> {
  const as = t.as(id);
  const begin = async (who: string, joining: 'open' | 'request') =>
    (await t.as(who).groups.create({ name: 'Neighbours', joining })).id;
  const alone = await as.groups.create({ name: word, description: word, visibility: 'private' });
  await as.posts.create({ text: `${word} to nobody`, groupId: alone.id });
  const own = await begin(id, 'open');
  await t.as(people.alice).groups.join({ id: own });
  await as.groups.invite({ id: own, userId: people.iris });
  const ofAlice = await begin(people.alice, 'open');
  await as.groups.join({ id: ofAlice });
  await as.posts.create({ text: `${word} among neighbours`, groupId: ofAlice });
  await as.groups.join({ id: await begin(people.henry, 'request') });
  await t.as(people.judy).groups.invite({ id: await begin(people.judy, 'open'), userId: id });
  await t.as(people.henry).groups.removeMember({ id: await begin(people.henry, 'open'), userId: id, ban: true });
}

async function leaveTraces({ t, id, word, people }: Stage, email: string): Promise<void> {
  await t
    .as(id, { idempotencyKey: newId() })
    .posts.like({ id: (await t.as(people.alice).posts.create({ text: 'One more' })).id });
  await t.as(null).auth.requestPasswordReset({ email });
  await t.as(id).tokens.create({ name: `${word} for a program`, scopes: ['read', 'write:posts'] });
  const { id: regretted } = await t.as(id).tokens.create({ name: `${word} for another`, scopes: ['media'] });
  await t.as(id).tokens.revoke({ id: regretted });
  await t.as(id).me.export();
}

const inserts: readonly string[] = [
  `insert into captured_mail (recipient, subject, text) values ($2, 'A letter', 'for ' || $1)`,
  `insert into notification_setting values ($1::uuid, 'like', true, true, true, 'anyone')`,
  'insert into digest (recipient_id, last_mailed_at) values ($1::uuid, now())',
  "insert into digest_pair (recipient_id, kind, actor_id, mailed_at) select $1::uuid, 'follow', id, now() from profile where username = 'alice'",
  "insert into digest_pair (actor_id, kind, recipient_id, mailed_at) select $1::uuid, 'follow', id, now() from profile where username = 'alice'",
  "insert into digest_item (recipient_id, kind, subject_id, actor_id, created_at, due_at) select $1::uuid, 'follow', gen_random_uuid(), id, now(), now() from profile where username = 'alice' union all select id, 'follow', gen_random_uuid(), $1::uuid, now(), now() from profile where username = 'alice'",
  "insert into captured_mail (recipient, subject, text, about) values ('alice@rookery.test', 'A letter', 'about ' || $1::text, array[$1::uuid])",
  // NOTE: on a process that lives, or he would be taken off it.
  'insert into presence (profile_id, process_id) select $1::uuid, id from process limit 1',
  'insert into last_seen (profile_id, at) values ($1::uuid, now())',
  'insert into large_author (profile_id) values ($1::uuid) on conflict do nothing',
  'insert into popular_profile (profile_id) values ($1::uuid) on conflict do nothing',
];

async function insertWhatNoCallMakes({ t, id }: Stage, email: string): Promise<void> {
  for (const text of inserts) await t.app.sql.raw(text, text.includes('$2') ? [id, email] : [id]);
}
