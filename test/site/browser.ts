import { existsSync, mkdirSync } from 'node:fs';
import { serve } from '@hono/node-server';
import { chromium, type Browser, type Page } from 'playwright-core';
import { packagePath } from '../../src/platform/paths.ts';
import { password } from '../support/people.ts';
import { openTestSite, type TestSite } from './gateway.ts';

/** Where Chromium is looked for: CHROMIUM_PATH, else where Debian puts it. */
export const chromiumPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/**
 * True when browser tests can run. Without a browser they are skipped and say so; on CI, where one is installed, they
 * run and fail.
 */
export function browserAvailable(): boolean {
  if (existsSync(chromiumPath) || process.env['CI'] === 'true') return true;
  console.warn(
    `SKIPPED: no Chromium at ${chromiumPath}. Install it (apt-get install chromium fonts-noto-cjk fonts-thai-tlwg) ` +
      'or name it in CHROMIUM_PATH to run the browser tests.',
  );
  return false;
}

export interface BrowserSite {
  origin: string;
  browser: Browser;
  gateway: TestSite;
  close(): Promise<void>;
}

/** The test site behind a real port, and a browser to look at it. */
export async function openBrowserSite(): Promise<BrowserSite> {
  const gateway = await openTestSite();
  const { server, port } = await new Promise<{ server: ReturnType<typeof serve>; port: number }>(
    (resolve) => {
      const started = serve({ fetch: gateway.site.fetch, port: 0, hostname: '127.0.0.1' }, (info) =>
        resolve({ server: started, port: info.port }),
      );
    },
  );
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
  return {
    origin: `http://127.0.0.1:${port}`,
    browser,
    gateway,
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
      await gateway.close();
    },
  };
}

/** Keeps what the page's scripts and the browser complain of. */
export function listen(page: Page, complaints: string[]): void {
  page.on('console', (m) => m.type() === 'error' && complaints.push(m.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
}

/** Asks for a page of the console as somebody not signed in yet, signs in on the way, and waits for it. */
export async function signIn(page: Page, address: string, email: string): Promise<void> {
  await page.goto(address);
  await page.locator('#email').fill(email);
  await page.locator('#password').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL(address);
}

/** Path of a screenshot in the folder that git ignores. */
export function artifact(name: string): string {
  const folder = packagePath('test/.artifacts');
  mkdirSync(folder, { recursive: true });
  return `${folder}/${name}.png`;
}
