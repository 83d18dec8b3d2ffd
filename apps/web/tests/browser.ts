import { existsSync } from 'node:fs';
import axe, { type AxeResults } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Where Chromium is. */
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Whether tests can look at pages. NOTE: where the machine promises a browser, as in CI, its absence is a failure. */
export function hasBrowser(): boolean {
  if (existsSync(executablePath) || process.env.CI) return true;
  console.warn(`\n  NOT TESTED: no Chromium at ${executablePath}. Install it, or set CHROMIUM_PATH.\n`);
  return false;
}

/** Starts Chromium with a profile of its own. */
export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath, args });
}

/** A page and whatever went wrong on it: errors of scripts, of the console, and of the content security policy. */
export interface WatchedPage extends AsyncDisposable {
  readonly page: Page;
  readonly problems: readonly string[];
}

/** Opens a page for somebody who has never been here. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  await page.goto(url);
  return { page, problems, [Symbol.asyncDispose]: () => context.close() };
}

/**
 * What axe finds serious on the page as it is now, or in the parts of it that a selector chooses. NOTE: scripts that the debugger runs are not
 * held to the page's policy.
 */
export async function seriousFindings(page: Page, within = 'html'): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(within)})`);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
