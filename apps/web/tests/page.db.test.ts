import { createClient, type Rookery } from '@rookery/sdk';
import { startTestServer, type TestServer, testPng } from '@rookery/testkit';
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
    expect(await post.locator('.mention').getAttribute('href')).toBe('#/@demo');
    expect(await post.locator('.body').getByRole('link', { name: 'https' }).getAttribute('href')).toBe(
      'https://owls.example/tree?a=1',
    );
    const warned = posts(page).filter({ hasText: 'It has wings' });
    expect(await warned.getByText('It has wings').isVisible()).toBe(false);
    await warned.getByText('moth', { exact: true }).click();
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
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('No account has this name and password.').waitFor();
  });

  it('signs in with the demo account, posts, likes, and hears of a like at once', async () => {
    await using opened = await openPage(browser, url);
    const { page, problems } = opened;
    await signIn(page);
    await page.locator('#bell-count').waitFor();
    await page.getByRole('link', { name: 'Everyone' }).click();

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

  it('shows images in their place, and one of them as large as the window', async () => {
    const alt = 'A grey evening over the reeds';
    const { id } = await wilma.media.upload({ file: new Blob([testPng(300, 200)]), alt });
    await wilma.posts.create({ text: 'Look at this', mediaIds: [id] });
    await using opened = await openPage(browser, url);
    const { page, problems } = opened;
    const image = posts(page).filter({ hasText: 'Look at this' }).getByRole('img', { name: alt });
    const width = () => image.evaluate((one: HTMLImageElement) => one.naturalWidth);
    await expect.poll(width, { timeout: 10_000 }).toBeGreaterThan(0);
    await image.click();
    await page.getByRole('dialog').getByRole('img', { name: alt }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(problems).toEqual([]);
  });

  it('takes an image with its description into a post', async () => {
    await using opened = await openPage(browser, url);
    const { page, problems } = opened;
    await signIn(page);
    const file = { name: 'pond.png', mimeType: 'image/png', buffer: testPng(64, 48) };
    await page.locator('#composer-file').setInputFiles(file);
    await page.getByLabel('What is to be seen').fill('A pond, still');
    await page.getByRole('button', { name: 'Post', exact: true }).click();
    await posts(page).first().getByRole('img', { name: 'A pond, still' }).waitFor();
    expect(await page.locator('#composer-pictures li').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  it('takes a vote, and then shows how the poll stands', async () => {
    await wilma.posts.create({ text: 'Best hour?', poll: { options: ['Dusk', 'Dawn'] } });
    await using opened = await openPage(browser, url);
    const { page, problems } = opened;
    await signIn(page);
    await page.getByRole('link', { name: 'Everyone' }).click();
    const post = posts(page).filter({ hasText: 'Best hour?' });
    await post.getByText('result after voting').waitFor();
    await post.getByRole('button', { name: 'Dusk' }).click();
    await post.getByText('100 %').waitFor({ timeout: 8000 });
    expect(await post.locator('.poll').textContent()).toContain('Dusk ✓ your vote');
    await post.getByText('1 person has voted').waitFor();
    expect(problems).toEqual([]);
  });

  it('leads from a hashtag to its posts, from a name to a profile, and back', async () => {
    await wilma.posts.create({ text: 'Heard again tonight #boomingbittern' });
    await using opened = await openPage(browser, url);
    const { page, problems } = opened;
    await posts(page).getByRole('link', { name: '#boomingbittern' }).click();
    await page.getByRole('heading', { name: '#boomingbittern' }).waitFor();
    await expect.poll(() => posts(page).count()).toBe(1);
    await posts(page).getByRole('link', { name: 'Owl Watcher' }).click();
    await page.getByRole('region', { name: 'Owl Watcher' }).getByText('followers').waitFor();
    expect(await page.getByRole('button', { name: 'Follow' }).count()).toBe(0);
    await page.goBack();
    await page.getByRole('heading', { name: '#boomingbittern' }).waitFor();
    expect(problems).toEqual([]);
  });

  it('finds people, hashtags and posts', async () => {
    await wilma.posts.create({ text: 'A nightjar churring #nightjars' });
    await using opened = await openPage(browser, url);
    const { page } = opened;
    const box = page.getByRole('searchbox', { name: /^Search/ });
    await box.fill('nightjar');
    await box.press('Enter');
    await posts(page).filter({ hasText: 'churring' }).waitFor();
    await page.locator('.found').getByRole('link', { name: '#nightjars' }).waitFor();
    await box.fill('owl_watcher');
    await box.press('Enter');
    await page.locator('.found').getByRole('link', { name: 'Owl Watcher' }).waitFor();
  });

  it('follows, hears of what is new at home, and reposts it', async () => {
    const dawn = await signUp('dawn_chorus', 'Dawn Chorus');
    await using opened = await openPage(browser, `${url}/#/@dawn_chorus`);
    const { page, problems } = opened;
    await signIn(page);
    await page.getByRole('button', { name: 'Follow', exact: true }).click();
    await page.getByRole('button', { name: 'Following' }).waitFor();
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByText('You and those whom you follow').waitFor();
    await posts(page).first().waitFor();
    await dawn.posts.create({ text: 'A blackbird, at last' });
    await page.getByRole('button', { name: '1 new post' }).click();
    const post = posts(page).filter({ hasText: 'A blackbird' });
    await post.getByRole('button', { name: 'Repost' }).click();
    await expect.poll(() => post.getByRole('button', { name: 'Repost' }).getAttribute('aria-pressed')).toBe('true');
    await expect.poll(async () => (await dawn.posts.list({ limit: 1 })).items[0]?.repostCount).toBe(1);
    dawn.close();
    expect(problems).toEqual([]);
  });

  it('answers in a conversation, where what is gone leaves a gap, and a quote of it too', async () => {
    const post = await wilma.posts.create({ text: 'Who hears this?' });
    const gone = await wilma.posts.create({ text: 'Taken back', replyToId: post.id });
    await wilma.posts.create({ text: 'Below a gap', replyToId: gone.id });
    await wilma.posts.create({ text: 'Quoting it', quoteOfId: gone.id, replyToId: post.id });
    await wilma.posts.delete({ id: gone.id });
    await using opened = await openPage(browser, `${url}/#/post/${post.id}`);
    const { page, problems } = opened;
    await signIn(page);
    await page.getByText('This post is gone, or not for you to see.').waitFor();
    await posts(page).filter({ hasText: 'Quoting it' }).getByText('The quoted post is not available.').waitFor();
    await page.getByPlaceholder('Your answer to Owl Watcher').fill('I do');
    await page.getByRole('button', { name: 'Reply', exact: true }).click();
    await page.locator('.answer').getByText('I do').waitFor();
    expect(problems).toEqual([]);
  });

  it('lets a friend request be accepted where it is told', async () => {
    const { id } = await wilma.users.get({ username: 'demo' });
    await wilma.friends.request({ userId: id });
    await using opened = await openPage(browser, url);
    const { page, problems } = opened;
    await signIn(page);
    await page.getByRole('button', { name: /^Notifications/ }).click();
    await page.getByRole('button', { name: 'Accept Owl Watcher' }).click();
    await page.getByText('You and Owl Watcher are friends.').waitFor();
    await expect.poll(async () => (await wilma.friends.list()).items.map(({ username }) => username)).toEqual(['demo']);
    expect(problems).toEqual([]);
  });

  it('says that the server is gone, and reads the board when asked again', async () => {
    await using opened = await openPage(browser, 'about:blank');
    const { page } = opened;
    await page.route('**/trpc/**', (route) => route.abort());
    await page.goto(url);
    await page.getByText('This could not be read.').waitFor();
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
