/** The example people in browsers, one context each as on machines of their own. */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  chromium,
  expect as seen,
  type Browser,
  type Page,
} from '@playwright/test';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

const PICTURES = join(
  resolvePackagePath('live-tests', '../..'),
  '.shift-down',
  'screenshots',
);

const CHROMIUM = process.env.CHROMIUM_PATH || '/usr/bin/chromium';

/** Without it what needs a browser is skipped; `npm test` says so by name. */
export const hasBrowser = existsSync(CHROMIUM);

export async function launchBrowser(): Promise<Browser> {
  await mkdir(PICTURES, { recursive: true });
  return await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
  });
}

/** Signs in as one of them, and opens a page. */
export async function openAs(
  browser: Browser,
  portalUrl: string,
  person: string,
  path: string,
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 960 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(`${portalUrl}${path}`);
  await page.getByText(person).click();
  await seen(
    page
      .getByRole('navigation', { name: 'sidebar nav' })
      .getByRole('link', { name: 'Catalog' }),
  ).toBeVisible({ timeout: 60_000 });
  return page;
}

export const picture = (page: Page, name: string) =>
  page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
