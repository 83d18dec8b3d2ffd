import { createClient, type Rookery } from '@rookery/sdk';
import { startTestServer, type TestServer } from '@rookery/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launch, openPage, seriousFindings, type WatchedPage } from './browser.ts';

const password = 'a quiet branch at dusk';
const browserAccept = 'text/html,application/xhtml+xml,*/*;q=0.8';

describe.skipIf(!hasBrowser())('the links of letters', () => {
  let server: TestServer;
  let browser: Browser;
  const clients: Rookery[] = [];

  beforeAll(async () => {
    server = await startTestServer({ config: { demo: true } });
    browser = await launch();
  });

  afterAll(async () => {
    for (const client of clients) client.close();
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  const emailOf = (username: string): string => `${username}@rookery.test`;

  const signUp = async (username: string): Promise<Rookery> => {
    const rookery = createClient({ url: server.url });
    clients.push(rookery);
    await rookery.auth.register({ email: emailOf(username), username, password });
    return rookery;
  };

  /** The newest link to a path that was mailed to somebody; letters leave in a job. */
  const mailedLink = async (username: string, path: string): Promise<URL> => {
    const link = new RegExp(`http\\S+/${path}\\?token=\\S+`);
    const find = () => server.mailer.sent.findLast(({ to, text }) => to === emailOf(username) && link.test(text));
    await expect.poll(find, { timeout: 15_000 }).toBeDefined();
    return new URL(link.exec(find()?.text ?? '')?.[0] ?? '');
  };

  /** Opens a link as it was mailed, on the port that this server got. */
  const follow = (link: URL, options = {}): Promise<WatchedPage> =>
    openPage(browser, `${server.server.url}${link.pathname}${link.search}`, options);

  const askForReset = async (username: string): Promise<URL> => {
    await createClient({ url: server.url }).auth.requestPasswordReset({ email: emailOf(username) });
    return mailedLink(username, 'reset-password');
  };

  const setPassword = async (page: Page, text: string): Promise<void> => {
    await page.getByLabel('New password', { exact: true }).fill(text);
    await page.getByRole('button', { name: 'Set the password' }).click();
  };

  const signIn = async (page: Page, username: string, secret: string): Promise<void> => {
    await page.getByLabel('Username or e-mail').fill(username);
    await page.getByLabel('Password', { exact: true }).fill(secret);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('#account-who').getByText(`@${username}`).waitFor();
  };

  /** The addresses that the page tells those whom it asks, from now on. */
  const referers = (page: Page): string[] => {
    const seen: string[] = [];
    page.on('request', (request) => seen.push(request.headers().referer ?? ''));
    return seen;
  };

  it('are answered with the page to browsers, under its policy, and with nothing new elsewhere', async () => {
    const get = (path: string, accept: string) => fetch(`${server.url}${path}`, { headers: { accept } });
    const policy = (await get('/', browserAccept)).headers.get('content-security-policy');
    for (const path of ['/verify-email', '/reset-password?token=x', '/forgot-password', '/login']) {
      const { status, headers } = await get(path, browserAccept);
      expect([path, status]).toEqual([path, 200]);
      expect(headers.get('content-security-policy')).toBe(policy);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
      expect((await get(path, 'application/json')).status).toBe(404);
    }
    for (const path of ['/nowhere', '/login/', '/verify-email/x'])
      expect((await get(path, browserAccept)).status).toBe(404);
  });

  it('confirm an address by a press and not by being opened; used again they say so', async () => {
    const rookery = await signUp('confirming');
    const isVerified = async (): Promise<boolean> => (await rookery.me.get()).account.emailVerified;
    const link = await mailedLink('confirming', 'verify-email');
    await using opened = await follow(link);
    const { page, problems } = opened;
    const button = page.getByRole('button', { name: 'Confirm my address' });
    await button.waitFor();
    await page.getByText('Connected').waitFor();
    expect(new URL(page.url()).href).toBe(`${server.server.url}/#/verify-email`);
    expect(await isVerified()).toBe(false);
    await button.click();
    await page.getByText('Your address is confirmed.').waitFor();
    expect(await isVerified()).toBe(true);
    expect(problems).toEqual([]);

    await using again = await follow(link);
    await again.page.getByRole('button', { name: 'Confirm my address' }).click();
    await again.page.getByText('This link has been used already').waitFor();
    expect(await again.page.getByRole('button', { name: 'Confirm my address' }).isVisible()).toBe(false);
    await again.page.getByRole('link', { name: 'sign in' }).click();
    await again.page.getByRole('button', { name: 'Sign in' }).waitFor();
  });

  it('bring no token to any other address', async () => {
    await signUp('discreet');
    const link = await mailedLink('discreet', 'verify-email');
    await using opened = await openPage(browser, 'about:blank');
    const { page } = opened;
    const seen = referers(page);
    await page.goto(`${server.server.url}${link.pathname}${link.search}`);
    await page.getByRole('button', { name: 'Confirm my address' }).click();
    await page.getByText('Your address is confirmed.').waitFor();
    expect(seen.length).toBeGreaterThan(3);
    expect(seen.filter((referer) => referer.includes('token'))).toEqual([]);
    const kept = await page.evaluate(() => JSON.stringify([history.state, { ...localStorage }, { ...sessionStorage }]));
    expect(kept).not.toContain(link.searchParams.get('token'));
    await page.reload();
    await page.locator('#verify-email').getByText('Open the link in your letter again').waitFor();
  });

  it('that do not work are sent anew to who is signed in', async () => {
    await signUp('unlucky');
    const first = await mailedLink('unlucky', 'verify-email');
    await using opened = await openPage(browser, `${server.server.url}/login`);
    const { page } = opened;
    await signIn(page, 'unlucky', password);
    await page.goto(`${server.server.url}/verify-email?token=broken`);
    await page.getByRole('button', { name: 'Confirm my address' }).click();
    await page.getByRole('button', { name: 'Send me another letter' }).click();
    await page.getByText('another letter is on its way').waitFor();
    await expect.poll(async () => (await mailedLink('unlucky', 'verify-email')).href).not.toBe(first.href);
    await page.locator('#account-who').getByText('@unlucky').waitFor({ state: 'attached' });
  });

  it('set a new password, refuse a weak one, and lead to where it is asked for', async () => {
    await signUp('forgetful');
    await using asking = await openPage(browser, `${server.server.url}/forgot-password`);
    await asking.page.getByLabel('Your e-mail address', { exact: true }).fill(emailOf('forgetful'));
    await asking.page.getByRole('button', { name: 'Send me the link' }).click();
    const answer = asking.page.locator('#forgot-password-done');
    await answer.waitFor();
    const link = await mailedLink('forgetful', 'reset-password');

    await using opened = await follow(link);
    const { page } = opened;
    await setPassword(page, 'forgetful@rookery.test');
    await page.getByText('Your new password is too easy to guess.').waitFor();
    await setPassword(page, 'three owls on a wire');
    await page.getByText('Your new password is set. Sign in with it.').waitFor();
    expect(page.url()).toBe(`${server.server.url}/#/login`);
    await signIn(page, 'forgetful', 'three owls on a wire');
    await page.getByText('You and those whom you follow').waitFor();

    await using again = await follow(link);
    await setPassword(again.page, 'four owls on a wire');
    await again.page.getByText('This link has been used already').waitFor();
    await again.page.getByRole('link', { name: 'Ask for another' }).click();
    await again.page.getByRole('button', { name: 'Send me the link' }).waitFor();
  });

  it('for a forgotten password say the same to an address that nobody has', async () => {
    const answers: (string | null)[] = [];
    await signUp('known');
    for (const email of [emailOf('known'), emailOf('unknown')]) {
      await using opened = await openPage(browser, `${server.server.url}/forgot-password`);
      const { page } = opened;
      await page.getByLabel('Your e-mail address', { exact: true }).fill(email);
      await page.getByRole('button', { name: 'Send me the link' }).click();
      await page.locator('#forgot-password-done').waitFor();
      answers.push(await page.locator('#forgot-password-done').textContent());
    }
    expect(answers[0]).toContain('If an account has this address');
    expect(answers[1]).toBe(answers[0]);
  });

  it('end the session of a reader whose password they set', async () => {
    await signUp('here');
    const link = await askForReset('here');
    await using opened = await openPage(browser, `${server.server.url}/login`);
    const { page } = opened;
    await signIn(page, 'here', password);
    await page.goto(`${server.server.url}${link.pathname}${link.search}`);
    await setPassword(page, 'three owls on a wire');
    await page.getByText('Your new password is set. Sign in with it.').waitFor();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  });

  it('say that they have expired', async () => {
    await signUp('late');
    const link = await askForReset('late');
    server.clock.advance(2 * 3600 * 1000);
    await using opened = await follow(link);
    await setPassword(opened.page, 'three owls on a wire');
    await opened.page.getByText('This link has expired: it is good for an hour.').waitFor();
  });

  const looks = (['light', 'dark'] as const).flatMap((colorScheme) => [
    { colorScheme, width: 360 },
    { colorScheme, width: 1280 },
  ]);

  it.each(looks)('can be used by everybody, $colorScheme and $width wide', async ({ colorScheme, width }) => {
    const options = { colorScheme, viewport: { width, height: 700 } };
    for (const path of ['/verify-email?token=x', '/reset-password', '/forgot-password', '/login']) {
      await using opened = await openPage(browser, `${server.server.url}${path}`, options);
      const { page } = opened;
      await page.getByRole('link', { name: 'To the board' }).waitFor();
      expect(await page.getByRole('heading', { level: 2 }).count()).toBe(1);
      expect(await seriousFindings(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
  });
});
