import { startTestServer, type TestServer, testPng } from '@rookery/testkit';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { ProgressRequest } from './browser.ts';
import { newcomer } from './fixtures/newcomer.ts';
import { createClient, RookeryError, type UploadProgress } from './generated/index.ts';
import type { FetchInit } from './transport.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());
afterEach(() => vi.unstubAllGlobals());

const picture = () => new Blob([testPng()]);

test('an image is uploaded, described and shown as an avatar', async () => {
  const alice = await newcomer(server.url);
  const media = await alice.media.upload({ file: picture(), alt: 'Grey, gr\u00fcn and 🎈' });
  expect(media).toMatchObject({ kind: 'image', status: 'ready', width: 8, alt: 'Grey, gr\u00fcn and 🎈' });
  await alice.me.update({ avatarId: media.id });
  const { avatar } = await createClient({ url: server.url }).users.get({ id: alice.id });
  const path = new URL(avatar?.variants?.thumb.url ?? '').pathname;
  const served = await fetch(`${server.url}${path}`);
  expect([served.status, served.headers.get('content-type')]).toEqual([200, 'image/webp']);
  expect(await alice.media.update({ id: media.id, alt: null })).toMatchObject({ alt: null });
  expect(await alice.media.delete({ id: media.id })).toEqual({ ok: true });
  alice.close();
});

test('any other file is uploaded under its name, sent in a message, and downloaded from there', async () => {
  const [fay, gus] = [await newcomer(server.url), await newcomer(server.url)];
  const file = new File(['<script>alert(1)</script>'], '../Grüße.html', { type: 'text/html' });
  const media = await fay.media.upload({ file });
  expect(media).toMatchObject({ kind: 'file', name: 'Grüße.html', mime: 'application/octet-stream', variants: null });
  const { id: conversationId } = await fay.chat.open({ userId: gus.id });
  await fay.chat.send({ conversationId, mediaIds: [media.id], clientId: 'one' });
  const [message] = (await gus.chat.messages({ conversationId })).items;
  const served = await fetch(new URL(message?.media[0]?.url ?? '').href.replace(/^https?:\/\/[^/]+/, server.url));
  expect(await served.text()).toBe('<script>alert(1)</script>');
  expect(served.headers.get('content-disposition')).toBe(
    'attachment; filename="Gr__e.html"; filename*=UTF-8\'\'Gr%C3%BC%C3%9Fe.html',
  );
  fay.close();
  gus.close();
});

test('an upload that is refused rejects with a RookeryError that tells why', async () => {
  const bob = await newcomer(server.url);
  const refused = bob.media.upload({ file: new Blob(['GIF89a=1'], { type: 'image/png' }) });
  await expect(refused).rejects.toBeInstanceOf(RookeryError);
  await expect(refused).rejects.toMatchObject({ reason: 'unsupported_media', status: 400 });
  const large = bob.media.upload({ file: new Blob([new Uint8Array(60_000_000)]) });
  await expect(large).rejects.toMatchObject({ reason: 'payload_too_large' });
  await expect(createClient({ url: server.url }).media.upload({ file: picture() })).rejects.toMatchObject({
    reason: 'token_missing',
  });
  bob.close();
});

test('an upload whose answer got lost is repeated, and done once', async () => {
  const sent: (string | undefined)[] = [];
  const lossy = async (url: string, init: FetchInit) => {
    const answer = await fetch(url, init);
    if (!url.includes('media.upload')) return answer;
    sent.push(init.headers['idempotency-key']);
    if (sent.length === 1) throw new TypeError('the line went dead');
    return answer;
  };
  const carol = await newcomer(server.url, { fetch: lossy });
  const first = await carol.media.upload({ file: picture() });
  expect(await carol.media.get({ id: first.id })).toMatchObject({ id: first.id });
  expect([sent.length, new Set(sent).size]).toEqual([2, 1]);
  const { rows } = await countOf(carol.id);
  expect(rows).toBe(1);
  carol.close();
});

async function countOf(ownerId: string): Promise<{ rows: number }> {
  const [row] = await server.app.sql.raw('select count(*)::int as rows from media where owner_id = $1', [ownerId]);
  return row as { rows: number };
}

/** Stands in for the browser's, which Node lacks; it sends for real. */
class NodeRequest implements ProgressRequest {
  upload: ProgressRequest['upload'] = { onprogress: null };
  status = 0;
  responseText = '';
  onload: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readonly #headers = new Headers();
  readonly #abort = new AbortController();
  #answer: Response | null = null;
  #at: [method: string, url: string] = ['', ''];

  open(method: string, url: string): void {
    this.#at = [method, url];
  }
  setRequestHeader(name: string, value: string): void {
    this.#headers.set(name, value);
  }
  getResponseHeader(name: string): string | null {
    return this.#answer?.headers.get(name) ?? null;
  }
  abort(): void {
    this.#abort.abort();
  }
  send(body: FormData): void {
    const [method, url] = this.#at;
    this.upload.onprogress?.({ loaded: 50, total: 100 });
    fetch(url, { method, headers: this.#headers, body, signal: this.#abort.signal }).then(
      async (answer) => {
        this.#answer = answer;
        this.status = answer.status;
        this.responseText = await answer.text();
        this.upload.onprogress?.({ loaded: 100, total: 100 });
        this.onload?.();
      },
      () => this.onerror?.(),
    );
  }
}

test('in a browser it tells how far it has come', async () => {
  vi.stubGlobal('XMLHttpRequest', NodeRequest);
  const dora = await newcomer(server.url);
  const heard: UploadProgress[] = [];
  const options = { onProgress: (progress: UploadProgress) => void heard.push(progress) };
  expect(await dora.media.upload({ file: picture() }, options)).toMatchObject({ status: 'ready' });
  expect(heard).toEqual([
    { loaded: 50, total: 100 },
    { loaded: 100, total: 100 },
  ]);
  const refused = dora.media.upload({ file: new Blob([]) }, options);
  await expect(refused).rejects.toMatchObject({ reason: 'unsupported_media' });
  dora.close();
});

test('that is given up rejects with the reason, in a browser and elsewhere', async () => {
  const eve = await newcomer(server.url);
  for (const onProgress of [undefined, () => undefined]) {
    if (onProgress) vi.stubGlobal('XMLHttpRequest', NodeRequest);
    const controller = new AbortController();
    const given = eve.media.upload({ file: picture() }, { onProgress, signal: controller.signal });
    controller.abort(new Error('changed my mind'));
    await expect(given).rejects.toThrow('changed my mind');
  }
  eve.close();
});
