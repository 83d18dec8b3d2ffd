import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createClient } from '@rookery/sdk';
import { startTestServer, type TestServer } from '@rookery/testkit';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launch, openPage, seriousFindings, type WatchedPage } from './browser.ts';

const login = 'ada_reads';
const password = 'a long walk at noon';
const runProgram = promisify(execFile);

describe.skipIf(!hasBrowser())('the pages of the API', { timeout: 120_000 }, () => {
  let server: TestServer;
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    server = await startTestServer();
    url = server.server.url;
    browser = await launch();
    const rookery = createClient({ url });
    await rookery.auth.register({ email: `${login}@rookery.test`, username: login, displayName: 'Ada', password });
    rookery.close();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  interface Opened extends WatchedPage {
    /** Requests that went anywhere else. */
    readonly elsewhere: readonly string[];
  }

  interface Opening {
    options?: BrowserContextOptions;
    prepare?(page: Page): Promise<void>;
  }

  const open = async (path: string, { options, prepare }: Opening = {}): Promise<Opened> => {
    const opened = await openPage(browser, 'about:blank', options);
    const elsewhere: string[] = [];
    opened.page.setDefaultTimeout(60_000);
    opened.page.on('request', (request) => {
      const asked = request.url();
      if (!asked.startsWith(`${url}/`) && !/^(data|blob):/.test(asked)) elsewhere.push(asked);
    });
    await prepare?.(opened.page);
    await opened.page.goto(url + path);
    return Object.assign(opened, { elsewhere });
  };

  /** An operation of Swagger UI, unfolded. */
  const unfold = async (page: Page, tag: string, operation: string) => {
    const section = page.locator(`.opblock-tag[data-tag="${tag}"]`);
    await section.waitFor();
    if ((await section.getAttribute('data-is-open')) !== 'true') await section.click();
    const [method = '', path = ''] = operation.split(' ');
    const block = page.locator(`.opblock-${method.toLowerCase()}`).filter({
      has: page.locator(`[data-path="${path}"]`),
    });
    await block.locator('.opblock-summary-control').click();
    await block.locator('.opblock-body').waitFor();
    return block;
  };

  const drawn = async (page: Page, path: string): Promise<void> => {
    if (path === '/api/swagger') await unfold(page, 'me', 'GET /me');
    else if (path === '/api/redoc') await page.locator('[id="operation/auth.login"]').first().waitFor();
    else await page.getByRole('heading', { level: 1 }).waitFor();
  };

  /** The document with the calls of one tag alone. NOTE: axe takes a minute for the whole of it, whose calls are all drawn alike. */
  const shorten = async (page: Page): Promise<void> => {
    const document = await (await fetch(`${url}/api/openapi.json`)).json();
    const paths = Object.entries(document.paths).filter(([path]) => path === '/me' || path === '/auth/login');
    await page.route('**/api/openapi.json', (route) =>
      route.fulfill({ json: { ...document, paths: Object.fromEntries(paths) } }),
    );
  };

  for (const path of ['/api', '/api/swagger', '/api/redoc']) {
    for (const colorScheme of ['light', 'dark'] as const) {
      it(`${path} asks nobody else, keeps its policy and can be read, ${colorScheme}`, async () => {
        await using opened = await open(path, { options: { colorScheme }, prepare: shorten });
        const { page, problems, elsewhere } = opened;
        await drawn(page, path);
        expect(await seriousFindings(page)).toEqual([]);
        await page.setViewportSize({ width: 390, height: 800 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
        expect(elsewhere).toEqual([]);
        expect(problems).toEqual([]);
      });
    }
  }

  it('a person logs in by a call of Swagger UI, and calls with the token that it answers with', async () => {
    await using opened = await open('/api/swagger', { prepare: shorten });
    const { page, problems, elsewhere } = opened;
    const logIn = await unfold(page, 'auth', 'POST /auth/login');
    await logIn.getByLabel('Request body').fill(JSON.stringify({ login, password }));
    await logIn.getByRole('button', { name: 'Execute' }).click();
    const answer = logIn.locator('.live-responses-table .response-col_description pre').first();
    const [, token = ''] = /"accessToken": "([^"]+)"/.exec((await answer.textContent()) ?? '') ?? [];
    expect(token).toMatch(/^ey/);

    await page.locator('.btn.authorize').first().click();
    await page.locator('.auth-container input').fill(token);
    await page.locator('.auth-btn-wrapper .authorize').click();
    expect(await seriousFindings(page, '.dialog-ux')).toEqual([]);
    await page.locator('.btn-done').click();

    const me = await unfold(page, 'me', 'GET /me');
    await me.getByRole('button', { name: 'Execute' }).click();
    const own = me.locator('.live-responses-table .response-col_description pre').first();
    await expect.poll(() => own.textContent()).toContain(`${login}@rookery.test`);
    expect(await me.locator('.live-responses-table .response-col_status').last().textContent()).toBe('200');
    expect(await seriousFindings(page, '.live-responses-table')).toEqual([]);
    await page.reload();
    await page.locator('.btn.authorize.unlocked').first().waitFor();
    expect(elsewhere).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('Redoc finds a call by a word', async () => {
    await using opened = await open('/api/redoc');
    const { page, problems, elsewhere } = opened;
    await page.getByRole('textbox', { name: 'Search' }).fill('bookmark');
    await page.locator('[data-role="search:results"] li').first().waitFor();
    expect(elsewhere).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('the lines for curl log in, post and make a token as they stand there', async () => {
    await using opened = await open('/api');
    const samples = await opened.page.locator('pre').allTextContents();
    const run = async (...chosen: number[]): Promise<string> => {
      const script = chosen.map((index) => samples[index] ?? '').join('\n');
      const filled = script.replaceAll('YOUR NAME', login).replaceAll('YOUR PASSWORD', password);
      return (await runProgram('sh', ['-c', filled.replaceAll(/(^|\()curl /gm, '$1curl -sS ')])).stdout;
    };
    const [first = ''] = samples;
    expect(first.trim().split('\n').length).toBe(3);
    expect(JSON.parse(await run(0))).toMatchObject({ profile: { username: login } });
    expect(await run(0, 1)).toContain('"username":"ada"');
    const posted = await run(0, 2);
    expect(posted).toContain('"text":"Hello from curl #rookery"');
    expect(posted).toContain('"items":[');
    expect(await run(0, 3)).toContain('"token":"rk_');
    expect(samples[4]).toContain('curl -N ');
  });
});
