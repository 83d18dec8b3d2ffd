import { createClient, type Rookery } from '@rookery/sdk';
import { startTestServer, type TestServer } from '@rookery/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launch, openPage, seriousFindings } from './browser.ts';

describe.skipIf(!hasBrowser())('the page at /', () => {
  let server: TestServer;
  let browser: Browser;
  let url: string;
  let wilma: Rookery;

  beforeAll(async () => {
    server = await startTestServer({ config: { demo: true } });
    url = server.server.url;
    browser = await launch();
    wilma = await signUp('owl_watcher', 'Owl Watcher');
  });

  afterAll(async () => {
    wilma?.close();
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  const signUp = async (username: string, displayName: string): Promise<Rookery> => {
    const rookery = createClient({ url });
    await rookery.auth.register({
      email: `${username}@rookery.test`,
      username,
      displayName,
      password: 'a quiet branch at dusk',
    });
    return rookery;
  };

  const posts = (page: Page) => page.locator('#posts article');

  const signIn = async (page: Page): Promise<void> => {
    await page.locator('#sign-in-demo').waitFor();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('#account-who').getByText('@demo').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
  };

  it('shows the posts to a stranger, page by page, under the policy that the server sets', async () => {
    await using opened = await openPage(browser, url);
    const { page, problems } = opened;
    await posts(page).first().waitFor();
    const first = await posts(page).count();
    await page.getByRole('button', { name: 'Show more' }).click();
    await posts(page).nth(first).waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('social network');
    expect(await page.locator('button.likes').count()).toBe(0);
    const policy = (await page.request.get(url)).headers()['content-security-policy'];
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(problems).toEqual([]);
  });

  it('draws links, mentions, hashtags and warnings, and nothing of what people write as markup', async () => {
    const text = '<img src=x onerror="alert(1)"> 🦉 #Owls for @demo at https://owls.example/tree?a=1';
    await wilma.posts.create({ text });
    await wilma.posts.create({ text: 'It has wings', contentWarning: 'moth' });
    await using opened = await openPage(browser, url);
    const { page, problems } = opened;
    const post = posts(page).filter({ hasText: 'onerror' });
    expect(await post.locator('.body p').textContent()).toBe(text);
    expect(await post.locator('.hashtag').textContent()).toBe('#Owls');
    expect(await post.locator('.mention').textContent()).toBe('@demo');
    expect(await post.getByRole('link').getAttribute('href')).toBe('https://owls.example/tree?a=1');
    const warned = posts(page).filter({ hasText: 'moth' });
    expect(await warned.getByText('It has wings').isVisible()).toBe(false);
    await warned.getByText('moth').click();
    expect(await warned.getByText('It has wings').isVisible()).toBe(true);
    expect(problems).toEqual([]);
  });

  it('offers newer posts instead of moving what is read', async () => {
    await using opened = await openPage(browser, url);
    const { page } = opened;
    await posts(page).first().waitFor();
    const before = await posts(page).first().textContent();
    await wilma.posts.create({ text: 'The owl is back' });
    await page.evaluate(() => dispatchEvent(new Event('online')));
    const pill = page.getByRole('button', { name: '1 new post' });
    await pill.waitFor();
    expect(await posts(page).first().textContent()).toBe(before);
    await pill.click();
    await posts(page).first().getByText('The owl is back').waitFor();
    expect(await pill.isVisible()).toBe(false);
  });

  it('says why nobody is signed in', async () => {
    await using opened = await openPage(browser, url);
    const { page } = opened;
    await page.locator('#sign-in-demo').waitFor();
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('No account has this name and password.').waitFor();
  });

  it('signs in with the demo account, posts, likes, and hears of a like at once', async () => {
    await using opened = await openPage(browser, url);
    const { page, problems } = opened;
    await signIn(page);
    await page.locator('#bell-count').waitFor();

    await page.getByLabel('Your post').fill('Who is awake? #night');
    await page.getByRole('button', { name: 'Post', exact: true }).click();
    const own = posts(page).filter({ hasText: 'Who is awake?' });
    await own.waitFor();
    const heart = posts(page).nth(1).getByRole('button', { name: 'Like' });
    const pressed = await heart.getAttribute('aria-pressed');
    await heart.click();
    await expect.poll(() => heart.getAttribute('aria-pressed')).not.toBe(pressed);

    const { items } = await wilma.posts.list({ limit: 5 });
    const post = items.find(({ text }) => text.startsWith('Who is awake?'));
    await wilma.posts.like({ id: post?.id ?? '' });
    await page.getByRole('status').getByText('Owl Watcher liked your post').waitFor();

    await page.getByRole('button', { name: /^Notifications/ }).click();
    const notification = page.locator('#notification-list li').first();
    expect(await notification.textContent()).toContain('Owl Watcher liked your post');
    expect(await notification.getAttribute('class')).toBe('unread');
    await page.keyboard.press('Escape');
    await page.locator('#bell-count').waitFor({ state: 'hidden' });
    expect(problems).toEqual([]);
  });

  it('stays signed in over a reload, and signs out', async () => {
    await using opened = await openPage(browser, url);
    const { page } = opened;
    await signIn(page);
    await page.reload();
    await page.locator('#account-who').getByText('@demo').waitFor();
    await page.locator('button.likes').first().waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await page.locator('span.likes').first().waitFor();
  });

  it('says that the server is gone, and reads the board when asked again', async () => {
    await using opened = await openPage(browser, 'about:blank');
    const { page } = opened;
    await page.route('**/trpc/**', (route) => route.abort());
    await page.goto(url);
    await page.getByText('The board could not be read.').waitFor();
    await page.getByText('No answer, trying again').waitFor();
    await page.unroute('**/trpc/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await posts(page).first().waitFor();
    await page.getByText('Connected').waitFor();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [360, 1280]) {
      it(`can be read and used by everybody, ${colorScheme} and ${width} wide`, async () => {
        await using opened = await openPage(browser, url, { colorScheme, viewport: { width, height: 800 } });
        const { page } = opened;
        await posts(page).first().waitFor();
        await page.locator('#sign-in-demo').waitFor();
        expect(await seriousFindings(page)).toEqual([]);
        await signIn(page);
        await page.locator('button.likes').first().waitFor();
        await page.getByRole('button', { name: /^Notifications/ }).click();
        expect(await seriousFindings(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      });
    }
  }
});
