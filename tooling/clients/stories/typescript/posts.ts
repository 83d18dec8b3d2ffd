import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { done, eventually, type Person, type RestClient, refusal, type Schemas, told } from './client.ts';

type PostView = Schemas['PostView'];

/** Uploads a picture as a form, with a text for those who do not see it. */
async function upload(api: RestClient, picture: string): Promise<Schemas['MediaView']> {
  const bytes = new Blob([await readFile(picture)], { type: 'image/png' });
  const uploaded = await api.POST('/media', {
    body: { file: basename(picture), alt: 'A heron in the reeds' },
    bodySerializer({ file, alt }) {
      const form = new FormData();
      form.set('file', bytes, file);
      if (alt) form.set('alt', alt);
      return form;
    },
  });
  const media = told(uploaded);
  assert.deepEqual([uploaded.response.status, media.kind, media.alt], [201, 'image', 'A heron in the reeds']);
  const ready = await eventually(async () => {
    const seen = told(await api.GET('/media/{id}', { params: { path: { id: media.id } } }));
    return seen.status === 'ready' ? seen : undefined;
  });
  assert.ok(ready.variants && ready.variants.thumb.width > 0);
  return ready;
}

/** Posts a picture, and reads it where the answer says that it is. */
export async function postPicture(url: string, { session, api }: Person, picture: string): Promise<PostView> {
  const media = await upload(api, picture);
  const body = { text: 'Low water at the #weir today 🪶' } as const;
  const created = await api.POST('/posts', { body: { ...body, mediaIds: [media.id] } });
  const post = told(created);
  assert.equal(created.response.status, 201);
  const location = new URL(created.response.headers.get('location') ?? '', url);
  const found = await fetch(location, { headers: { Authorization: `Bearer ${session.accessToken}` } });
  assert.deepEqual(await found.json(), post);
  assert.deepEqual(
    [post.visibility, post.media[0]?.id, post.media[0]?.alt, post.poll, post.viewer?.canEdit],
    ['public', media.id, media.alt, null, true],
  );
  assert.equal((await fetch(post.media[0]?.url ?? '')).headers.get('content-type'), media.mime);
  const tags = post.facets.map((facet) => (facet.kind === 'hashtag' ? facet.tag : facet.kind));
  assert.deepEqual(tags, ['weir']);
  return post;
}

/** A call that is sent twice under one key is made once; under the same key no other is made. */
export async function postOnce({ api }: Person): Promise<PostView> {
  const header = { 'Idempotency-Key': 'one-feather-0001' };
  const body = { text: 'Found a feather' } as const;
  const first = await api.POST('/posts', { body, params: { header } });
  const again = await api.POST('/posts', { body, params: { header } });
  assert.deepEqual(told(again), told(first));
  const replayed = [first, again].map(({ response }) => response.headers.get('idempotency-replayed'));
  assert.deepEqual(replayed, [null, 'true']);
  const other = await api.POST('/posts', { body: { ...body, text: 'Two feathers' }, params: { header } });
  assert.deepEqual(refusal(other), { status: 409, reason: 'idempotency_mismatch' });
  return told(first);
}

/** Follows the author, and finds the post in the own feed. */
export async function followInto({ api }: Person, post: PostView): Promise<void> {
  const viewer = told(await api.PUT('/users/{userId}/follow', { params: { path: { userId: post.author.id } } }));
  assert.equal(viewer.following, true);
  const item = await eventually(async () =>
    told(await api.GET('/feed', { params: { query: { limit: 5 } } })).items.find((one) => one.post.id === post.id),
  );
  assert.equal(item.reason.kind, 'post');
  const byName = await api.GET('/users/by-username/{username}', {
    params: { path: { username: post.author.username } },
  });
  assert.equal(told(byName).followerCount, 1);
}

/** Likes the post, which one does once however often, and answers it. */
export async function likeAndAnswer({ api }: Person, { id }: PostView): Promise<PostView> {
  const path = { id };
  for (let turn = 0; turn < 2; turn++) {
    const liked = told(await api.PUT('/posts/{id}/like', { params: { path } }));
    assert.deepEqual([liked.likeCount, liked.viewer?.liked], [1, true]);
  }
  const reply = told(await api.POST('/posts', { body: { text: 'Dusk is best', replyToId: id } }));
  assert.deepEqual([reply.replyToId, reply.rootId], [id, id]);
  const replies = told(await api.GET('/posts/{id}/replies', { params: { path } }));
  assert.deepEqual(
    replies.items.map((one) => one.id),
    [reply.id],
  );
  return reply;
}

/** Finds the post and its author by words, with more than one value in the query. */
export async function find({ api }: Person, post: PostView): Promise<void> {
  const query = { query: 'low weir', hasMedia: true, from: post.author.username, sort: 'recent' } as const;
  const posts = await eventually(async () => {
    const { items } = told(await api.GET('/search/posts', { params: { query } }));
    return items.length > 0 ? items : undefined;
  });
  assert.equal(posts[0]?.id, post.id);
  const all = told(await api.GET('/search', { params: { query: { query: post.author.username } } }));
  assert.equal(all.users[0]?.id, post.author.id);
}

/** Walks the list of all posts page by page, by the cursor of each, until there is none. */
export async function walk({ api }: Person): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = cursor === undefined ? { limit: 1 } : { limit: 1, cursor };
    const answer = await api.GET('/posts', { params: { query } });
    const page = told(answer);
    assert.equal(answer.response.headers.has('link'), page.nextCursor !== null);
    assert.ok(page.items.length <= 1);
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  return ids;
}

/** What is deleted is gone, for a second deletion too. */
export async function remove({ api }: Person, { id }: PostView): Promise<void> {
  const params = { path: { id } };
  done(await api.DELETE('/posts/{id}', { params }));
  assert.deepEqual(refusal(await api.GET('/posts/{id}', { params })), { status: 404, reason: 'not_found' });
  assert.deepEqual(refusal(await api.DELETE('/posts/{id}', { params })), { status: 404, reason: 'not_found' });
}
