/** What the browser's tests do over and over: sign in, look, check accessibility. */
import AxeBuilder from '@axe-core/playwright';
import { Page, expect } from '@playwright/test';
import { resolve } from 'node:path';

const SCREENSHOTS = resolve(__dirname, '../../../.shift-down/screenshots');

/** The people of the example catalog. */
export const PEOPLE = {
  dana: 'Dana Whitfield',
  ben: 'Ben Osei',
  petra: 'Petra Lindqvist',
  sam: 'Sam Moreau',
  ines: 'Ines Carvalho',
};

export type Person = keyof typeof PEOPLE;

/** Opens a page as one of the people. */
export async function openAs(page: Page, person: Person, path: string) {
  await page.goto(path);
  await page.getByText(PEOPLE[person]).click();
  await expect(
    sidebar(page).getByRole('link', { name: 'Catalog' }),
  ).toBeVisible();
}

export function sidebar(page: Page) {
  return page.getByRole('navigation', { name: 'sidebar nav' });
}

/** The security tab of an entity. */
export function securityTab(kind: string, name: string, query = '') {
  return `/catalog/default/${kind}/${name}/security${query}`;
}

/** Keeps a picture for people to look at. */
export async function picture(page: Page, name: string) {
  await page.screenshot({
    path: resolve(SCREENSHOTS, `${name}.png`),
    fullPage: true,
  });
}

/** Fails on what axe calls serious or critical. */
export async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.map(node => node.target.join(' ')),
    }));
  expect(grave).toEqual([]);
}
