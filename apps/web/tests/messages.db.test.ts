import { createClient, type Rookery } from '@rookery/sdk';
import { startTestServer, type TestServer, testPng } from '@rookery/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launch, openPage, seriousFindings, type WatchedPage } from './browser.ts';

const password = 'a quiet branch at dusk';

describe.skipIf(!hasBrowser())('messages on the page at /', () => {
  let server: TestServer;
  let browser: Browser;
  let url: string;
  const clients: Rookery[] = [];

  beforeAll(async () => {
    server = await startTestServer({ config: { demo: true } });
    url = server.server.url;
    browser = await launch();
  });

  afterAll(async () => {
    for (const client of clients) client.close();
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  const signUp = async (username: string, displayName: string): Promise<Rookery> => {
    const rookery = createClient({ url });
    clients.push(rookery);
    await rookery.auth.register({ email: `${username}@rookery.test`, username, displayName, password });
    return rookery;
  };

  const idOf = async (rookery: Rookery): Promise<string> => (await rookery.me.get()).profile.id;

  /** Two who know each other, and their conversation. */
  const pair = async (name: string): Promise<{ one: Rookery; other: Rookery; conversationId: string }> => {
    const [one, other] = [await signUp(`${name}_one`, `${name} One`), await signUp(`${name}_two`, `${name} Two`)];
    await one.graph.follow({ userId: await idOf(other) });
    await other.graph.follow({ userId: await idOf(one) });
    const { id } = await one.chat.open({ userId: await idOf(other) });
    return { one, other, conversationId: id };
  };

  const openAs = async (login: string, hash: string, options = {}): Promise<WatchedPage> => {
    const opened = await openPage(browser, `${url}/${hash}`, options);
    const { page } = opened;
    await page.locator('#sign-in-demo').waitFor();
    await page.getByLabel('Username or e-mail').fill(login);
    if (login !== 'demo') await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Live', { exact: true }).waitFor();
    return opened;
  };

  const log = (page: Page) => page.getByRole('log', { name: 'Messages' });
  const say = async (page: Page, text: string): Promise<void> => {
    await page.getByLabel('Your message').fill(text);
    await page.getByLabel('Your message').press('Enter');
  };
  let sent = 0;
  const send = (from: Rookery, conversationId: string, text: string) => {
    sent += 1;
    return from.chat.send({ conversationId, text, clientId: `test-${sent}` });
  };

  it('lets two pages talk: written, read, answered with an emoji and with words', async () => {
    const { conversationId } = await pair('talk');
    await using first = await openAs('talk_one', `#/messages/${conversationId}`);
    await using second = await openAs('talk_two', `#/messages/${conversationId}`);
    const [a, b] = [first.page, second.page];
    await b.getByText('Nothing said yet.').last().waitFor();
    const isTold = async () => {
      await a.getByLabel('Your message').pressSequentially('m');
      return b.getByText('talk One is writing…').isVisible();
    };
    await expect.poll(isTold, { timeout: 20_000, interval: 500 }).toBe(true);
    await say(a, '<b>Is it you?</b>');
    await log(b).getByText('<b>Is it you?</b>').waitFor();
    await expect.poll(() => b.locator('#typing').textContent()).toBe('');
    await b.bringToFront();
    await log(a).getByText('· Seen').waitFor();

    const heard = log(b).locator('.said');
    await heard.hover();
    await heard.getByRole('button', { name: /^React, reply/ }).click();
    await b.getByRole('dialog', { name: 'Message' }).getByRole('button', { name: '👍' }).click();
    await log(a).getByRole('button', { name: '👍, 1 person' }).waitFor();
    await log(b).getByRole('button', { name: '👍, 1 person' }).click();
    await expect.poll(() => log(a).locator('.reactions').count()).toBe(0);

    await heard.hover();
    await heard.getByRole('button', { name: /^React, reply/ }).click();
    await b.getByRole('button', { name: 'Reply', exact: true }).click();
    await say(b, 'It is');
    await log(a).locator('.answered').getByText('<b>Is it you?</b>').waitFor();
    expect(await log(a).locator('.said.own').count()).toBe(1);
    expect([...first.problems, ...second.problems]).toEqual([]);
  });

  it('changes and takes back what was said, and says so', async () => {
    const { one, conversationId } = await pair('change');
    await send(one, conversationId, 'A robin');
    await using own = await openAs('change_one', `#/messages/${conversationId}`);
    const choose = async (name: string): Promise<void> => {
      const line = log(own.page).locator('.said.own');
      await line.hover();
      await line.getByRole('button', { name: /^React, reply/ }).click();
      await own.page.getByRole('button', { name, exact: true }).click();
    };
    await using opened = await openAs('change_two', `#/messages/${conversationId}`);
    await log(opened.page).getByText('A robin').waitFor();
    await choose('Edit');
    expect(await own.page.getByLabel('Your message').inputValue()).toBe('A robin');
    await say(own.page, 'A wren');
    await log(opened.page).getByText('A wren').waitFor();
    await log(opened.page).getByText('edited').waitFor();
    expect(await own.page.getByLabel('Your message').inputValue()).toBe('');
    await choose('Delete for all');
    await log(opened.page).getByText('Message deleted').waitFor();
    expect([...own.problems, ...opened.problems]).toEqual([]);
  });

  it('counts what is unread on all tabs, also right after a reload, until it has been looked at', async () => {
    const { one, conversationId } = await pair('count');
    await send(one, conversationId, 'First');
    await using opened = await openAs('count_two', '#/everyone');
    const { page } = opened;
    const badge = (on: Page) => on.locator('#messages-count');
    await badge(page).getByText('1', { exact: true }).waitFor();
    const tab = await page.context().newPage();
    await tab.goto(`${url}/#/everyone`);
    await badge(tab).getByText('1', { exact: true }).waitFor();
    await send(one, conversationId, 'Second');
    await badge(page).getByText('2', { exact: true }).waitFor();
    await badge(tab).getByText('2', { exact: true }).waitFor();
    await page.reload();
    await badge(page).getByText('2', { exact: true }).waitFor();
    expect(await page.title()).toMatch(/^\(\d+\)/);

    await page.bringToFront();
    await page.getByRole('link', { name: 'Messages (2 unread)' }).click();
    await page.locator('#inbox-list a').click();
    await log(page).getByText('Second').waitFor();
    await badge(page).waitFor({ state: 'hidden' });
    await badge(tab).waitFor({ state: 'hidden' });
    expect((await (await signedIn('count_two')).chat.unreadCount()).count).toBe(0);
    expect(opened.problems).toEqual([]);
  });

  const signedIn = async (login: string): Promise<Rookery> => {
    const rookery = createClient({ url });
    clients.push(rookery);
    await rookery.auth.login({ login, password });
    return rookery;
  };

  it('keeps what is written offline, and sends it once when there is a way again', async () => {
    const { other, conversationId } = await pair('offline');
    await using opened = await openAs('offline_one', `#/messages/${conversationId}`);
    const { page } = opened;
    await page.getByPlaceholder('Write to offline Two').waitFor();
    await page.context().setOffline(true);
    await say(page, 'Out of the woods');
    await log(page).getByText('Sending…').waitFor();
    await page.getByText('You are offline').waitFor();
    expect((await other.chat.messages({ conversationId })).items).toEqual([]);
    await page.context().setOffline(false);
    await expect.poll(() => log(page).getByText('Sending…').count(), { timeout: 15_000 }).toBe(0);
    expect(await log(page).getByText('Out of the woods').count()).toBe(1);
    const { items } = await other.chat.messages({ conversationId });
    expect(items.map(({ text }) => text)).toEqual(['Out of the woods']);
  });

  it('says why a message was refused, and sends it once when asked to again', async () => {
    await signUp('refuse_one', 'Refuse One');
    const other = await signUp('refuse_two', 'Refuse Two');
    await using opened = await openAs('refuse_one', '#/@refuse_two');
    const { page } = opened;
    await page.getByRole('button', { name: 'Message', exact: true }).click();
    await page.getByPlaceholder('Write to Refuse Two').waitFor();
    await other.me.updatePrivacy({ messagesFrom: 'friends' });
    await say(page, 'Once more');
    await log(page).getByText('They do not take messages from you.').waitFor();
    await other.me.updatePrivacy({ messagesFrom: 'anyone' });
    await log(page).getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => log(page).getByText('Not sent').count()).toBe(0);
    const texts = async (): Promise<string[]> => {
      const [conversation] = (await other.chat.conversations({ folder: 'requests' })).items;
      if (!conversation) return [];
      return (await other.chat.messages({ conversationId: conversation.id })).items.map(({ text }) => text);
    };
    await expect.poll(texts).toEqual(['Once more']);
    expect(await log(page).getByText('Once more').count()).toBe(1);
  });

  it('begins a conversation from a profile, which waits among the requests of who does not know the writer', async () => {
    await signUp('asker', 'The Asker');
    const asked = await signUp('asked', 'The Asked');
    await using first = await openAs('asker', '#/@asked');
    await first.page.getByRole('button', { name: 'Message', exact: true }).click();
    await first.page.getByPlaceholder('Write to The Asked').waitFor();
    await say(first.page, 'Good evening');
    await expect.poll(async () => (await asked.chat.conversations({ folder: 'requests' })).items.length).toBe(1);

    await using second = await openAs('asked', '#/messages');
    const { page } = second;
    await page.getByRole('button', { name: /^Notifications/ }).click();
    await page.locator('#notification-list').getByRole('link', { name: 'Read it' }).click();
    await log(page).getByText('Good evening').waitFor();
    expect(await page.getByLabel('Your message').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByLabel('Your message').waitFor();
    await page.getByRole('heading', { name: 'Requests' }).waitFor({ state: 'hidden' });
    expect([...first.problems, ...second.problems]).toEqual([]);
  });

  it('declines a request, and leaves', async () => {
    const begging = await signUp('begging', 'The Begging');
    const shy = await signUp('shy', 'The Shy');
    const { id } = await begging.chat.open({ userId: await idOf(shy) });
    await send(begging, id, 'Please');
    await using opened = await openAs('shy', `#/messages/${id}`);
    await opened.page.getByRole('button', { name: 'Decline' }).click();
    await opened.page.getByText('No conversations yet.').waitFor();
    expect(new URL(opened.page.url()).hash).toBe('#/messages');
  });

  it('shows older ones when they are scrolled to, and keeps what is read where it is', async () => {
    const { one, conversationId } = await pair('long');
    for (let index = 1; index <= 70; index += 1) await send(one, conversationId, `Number ${index}`);
    await using opened = await openAs('long_two', `#/messages/${conversationId}`);
    const { page } = opened;
    const at = (text: string) => log(page).getByText(text, { exact: true });
    await at('Number 70').waitFor();
    const before = await log(page).locator('.said').count();
    expect(before).toBeLessThan(70);
    const oldest = at('Number 41');
    await oldest.scrollIntoViewIfNeeded();
    await expect.poll(() => log(page).locator('.said').count()).toBeGreaterThan(before);
    expect(await oldest.isVisible()).toBe(true);
    await at('Number 11').scrollIntoViewIfNeeded();
    await at('Number 1').scrollIntoViewIfNeeded();
    await page.getByText('The conversation begins here.').waitFor();
    await send(one, conversationId, 'Number 71');
    await page.getByRole('button', { name: '1 new' }).click();
    await expect.poll(() => at('Number 71').isVisible()).toBe(true);
    await page.getByRole('button', { name: '1 new' }).waitFor({ state: 'hidden' });
    expect(opened.problems).toEqual([]);
  });

  it('keeps the place of an image before it has come', async () => {
    const { one, other, conversationId } = await pair('image');
    await using opened = await openAs('image_two', `#/messages/${conversationId}`);
    const { page } = opened;
    await page.getByPlaceholder('Write to image One').waitFor();
    const file = { name: 'pond.png', mimeType: 'image/png', buffer: testPng(300, 200) };
    await page.locator('#message-composer-file').setInputFiles(file);
    await page.locator('#message-composer').getByLabel('What is to be seen').fill('A pond, still');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const image = log(page).getByRole('img', { name: 'A pond, still' });
    const width = () => image.evaluate((img: HTMLImageElement) => img.naturalWidth);
    await expect.poll(width, { timeout: 10_000 }).toBeGreaterThan(0);
    expect((await other.chat.messages({ conversationId })).items[0]?.media).toHaveLength(1);
    await page.route('**/media/**', () => undefined);
    await page.reload();
    const box = await image.boundingBox();
    expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(1.5, 1);
    expect((await one.chat.messages({ conversationId })).items).toHaveLength(1);
  });

  it('shows who is there, and who has gone', async () => {
    const { conversationId } = await pair('there');
    await using opened = await openAs('there_one', `#/messages/${conversationId}`);
    const { page } = opened;
    await page.getByPlaceholder('Write to there Two').waitFor();
    {
      await using _other = await openAs('there_two', '#/everyone');
      await page.locator('#thread-about').getByText('Online').waitFor();
      await page.locator('#thread-face .presence').waitFor();
    }
    await page.locator('#thread-about').getByText('Last seen').waitFor({ timeout: 30_000 });
    await page.locator('#thread-face .presence').waitFor({ state: 'hidden' });
  });

  it('leads from the groups to one of them, which is joined and left', async () => {
    const founder = await signUp('founder', 'The Founder');
    const { id } = await founder.groups.create({ name: 'Night Herons', description: 'Who stands still longest' });
    await founder.posts.create({ text: 'Three at the weir', groupId: id });
    const joiner = await signUp('joiner', 'The Joiner');
    await using opened = await openAs('joiner', '#/groups');
    const { page } = opened;
    await page.getByRole('link', { name: 'Night Herons' }).click();
    await page.locator('#posts').getByText('Three at the weir').waitFor();
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    await page.getByRole('button', { name: 'Joined' }).waitFor();
    expect((await joiner.groups.get({ id })).viewer?.role).toBe('member');
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Joined' }).click();
    await page.getByRole('button', { name: 'Join', exact: true }).waitFor();
    expect((await joiner.groups.get({ id })).viewer?.role).toBeNull();
    expect(opened.problems).toEqual([]);
  });

  it('says that a conversation is not there, and that messages are for members', async () => {
    await using opened = await openPage(browser, `${url}/#/messages`);
    await opened.page.getByText('Messages are for those who are signed in.').waitFor();
    await signUp('lost', 'The Lost');
    await using member = await openAs('lost', '#/messages/01890000-0000-7000-8000-000000000000');
    await member.page.getByText('It is gone, or not for you to see.').waitFor();
    await member.page.getByText('No conversations yet.').waitFor();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [360, 1280]) {
      it(`can be read and used by everybody, ${colorScheme} and ${width} wide`, async () => {
        await using opened = await openAs('demo', '#/messages', { colorScheme, viewport: { width, height: 800 } });
        const { page } = opened;
        await page.locator('#inbox-list li').first().waitFor();
        expect(await seriousFindings(page)).toEqual([]);
        await page.locator('#inbox-list a').first().click();
        await log(page).locator('.reactions').first().waitFor();
        expect(await seriousFindings(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
        const more = log(page)
          .getByRole('button', { name: /^React, reply/ })
          .last();
        await more.focus();
        await page.keyboard.press('Enter');
        await page.getByRole('dialog', { name: 'Message' }).waitFor();
        expect(await seriousFindings(page)).toEqual([]);
        await page.keyboard.press('Escape');
        expect(await more.evaluate((button) => button === document.activeElement)).toBe(true);
      });
    }
  }
});
