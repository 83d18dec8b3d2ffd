import { createTestApp, invitePeople, type Probe, probeQueries, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from './kernel/id.ts';

const owners = ['open_owner', 'shut_owner'] as const;
const others = [
  'follower',
  'friend',
  'both_ways',
  'pending',
  'left',
  'blocked',
  'blocker',
  'muter',
  'stranger',
] as const;
const viewers = [...owners, ...others, 'anonymous'] as const;
type Owner = (typeof owners)[number];
type Viewer = (typeof viewers)[number];
type Visibility = 'public' | 'followers' | 'friends';

/** A secret that is one word of its own, and who may come to know it. */
interface Canary {
  word: string;
  of: string;
  known: (viewer: Viewer) => boolean;
}

let t: TestApp;
const people = new Map<string, string>();
const canaries: Canary[] = [];
const answers = new Map<Viewer, Probe[]>();
const id = (name: string): string => people.get(name) ?? '';
const isFollower = (viewer: Viewer) => viewer === 'follower' || viewer === 'both_ways' || viewer === 'muter';
const isFriend = (viewer: Viewer) => viewer === 'friend' || viewer === 'both_ways';

function mayRead(owner: Owner, visibility: Visibility, viewer: Viewer): boolean {
  if (viewer === owner) return true;
  if (visibility === 'friends') return isFriend(viewer);
  if (visibility === 'followers' || owner === 'shut_owner') return isFollower(viewer);
  return viewer !== 'blocked' && viewer !== 'blocker';
}

function plant(of: string, known: Canary['known']): string {
  const word = `canary${canaries.length}q${newId().slice(-6).replace(/\d/g, 'z')}`;
  canaries.push({ word, of, known });
  return word;
}

const tieRows = {
  follow: 'insert into follow (follower_id, followee_id, id) values ($1, $2, $3)',
  friendship: 'insert into friendship (profile_id, friend_id, id) values ($1, $2, $3), ($2, $1, $3)',
  block: 'insert into block (blocker_id, blocked_id, id) values ($1, $2, $3)',
  mute: 'insert into mute (muter_id, muted_id, id) values ($1, $2, $3)',
};

async function tie(kind: keyof typeof tieRows, from: string, to: string): Promise<void> {
  await t.app.sql.raw(tieRows[kind], [id(from), id(to), newId()]);
}

/** NOTE: all are followers while the posts are made, so that fan-out and notifications have reached whom they could. */
async function setUp(): Promise<void> {
  for (const [name, one] of Object.entries(await invitePeople(t.app, ...owners, ...others))) people.set(name, one);
  for (const owner of owners) for (const name of others) await t.as(id(name)).graph.follow({ userId: id(owner) });
  const posts: string[] = [];
  for (const owner of owners) posts.push(...(await publishAll(owner)));
  for (const [post, visibility] of posts.map((post, n) => [post, n] as const)) {
    if (visibility % 3 === 2) continue;
    await t.as(id('follower')).posts.like({ id: post });
    await t.as(id('follower')).posts.create({ text: 'Well said', replyToId: post });
  }
  for (const owner of owners) await part(owner);
  await t.drain();
}

async function publishAll(owner: Owner): Promise<string[]> {
  const as = t.as(id(owner));
  const ids: string[] = [];
  for (const visibility of ['public', 'followers', 'friends'] as const) {
    const words = ['text', 'warning', 'option', 'tag'].map((part) =>
      plant(`the ${part} of a post of ${owner} for ${visibility}`, (viewer) => mayRead(owner, visibility, viewer)),
    );
    const [text, contentWarning, option, tag] = words;
    const names = others.map((name) => `@${name}`).join(' ');
    const post = await as.posts.create({
      text: `${text} #${tag} ${names}`,
      contentWarning: contentWarning ?? '',
      visibility,
      poll: { options: [option ?? '', 'no'] },
    });
    const answer = plant(`an answer of ${owner} for ${visibility}`, (viewer) => mayRead(owner, visibility, viewer));
    await as.posts.create({ text: answer, replyToId: post.id, visibility });
    ids.push(post.id);
  }
  return ids;
}

/** Ends for most what let them see, and begins what hides. */
async function part(owner: Owner): Promise<void> {
  for (const name of ['friend', 'left', 'pending', 'stranger', 'blocked', 'blocker']) {
    await t.as(id(name)).graph.unfollow({ userId: id(owner) });
  }
  for (const name of ['friend', 'both_ways']) await tie('friendship', name, owner);
  await tie('block', owner, 'blocked');
  await tie('block', 'blocker', owner);
  await tie('mute', 'muter', owner);
  if (owner !== 'shut_owner') return;
  await t.as(id(owner)).me.update({ isPrivate: true });
  await t.as(id('pending')).graph.follow({ userId: id(owner) });
}

async function idsOfAll(): Promise<string[]> {
  const rows = await t.app.sql.raw(
    'select id from post union all select id from profile union all select id from notification',
  );
  return rows.map((row) => String((row as { id: unknown }).id));
}

beforeAll(async () => {
  t = await createTestApp();
  await setUp();
  const ids = await idsOfAll();
  const words = canaries.map(({ word }) => word);
  const names = [...people.keys()];
  const candidates = {
    id: ids,
    userId: ids,
    postId: ids,
    ids: [ids.slice(0, 50)],
    username: names,
    tag: words,
    query: [...words, 'canary', 'from:shut_owner', 'from:open_owner', '@stranger', 'has:media', ...names],
  };
  for (const viewer of viewers) {
    answers.set(viewer, await probeQueries(t.as(viewer === 'anonymous' ? null : id(viewer)), candidates));
  }
}, 300_000);
afterAll(() => t[Symbol.asyncDispose]());

/** NOTE: an answer may repeat what was asked for, so the question is taken out of it. */
function tells({ answer, input }: Probe, word: string): boolean {
  return answer.includes(word) && !JSON.stringify(input).includes(word);
}

describe.each(viewers)('%s', (viewer) => {
  test('never reads a word that is not for him, by whatever call', () => {
    const leaks = canaries
      .filter(({ known }) => !known(viewer))
      .flatMap(({ word, of }) => {
        const leak = answers.get(viewer)?.find((probe) => tells(probe, word));
        return leak ? [`${of} by ${leak.path}(${JSON.stringify(leak.input)})`] : [];
      });
    expect(leaks).toEqual([]);
  });

  test('reads every word that is for him', () => {
    const missed = canaries
      .filter(({ known, word }) => known(viewer) && !answers.get(viewer)?.some((probe) => tells(probe, word)))
      .map(({ of }) => of);
    expect(missed).toEqual([]);
  });

  test('finds nothing by a word that is not for him: no hit, no count', () => {
    const hits = (answers.get(viewer) ?? []).filter(({ path, input, answer }) => {
      const { query, tag } = input as { query?: string; tag?: string };
      const asked = query ?? tag;
      const hidden = canaries.some(({ word, known }) => word === asked && !known(viewer));
      return hidden && /"(id|tag)":/.test(answer) && !path.startsWith('hashtags.follow');
    });
    expect(hits.map(({ path, input }) => [path, input])).toEqual([]);
  });
});
