import { expect, test } from '@playwright/test';
import { PEOPLE, Person, expectAccessible, openAs, picture } from './portal';

test('the sign-in page offers five people', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Shift Down' })).toBeVisible();
  for (const name of Object.values(PEOPLE)) {
    await expect(
      page.getByRole('button', { name: `Sign in as ${name}` }),
    ).toBeVisible();
  }
  await expect(page).toHaveTitle(/Shift Down/);
  await expectAccessible(page);
  await picture(page, 'sign-in');
});

for (const [person, name] of Object.entries(PEOPLE)) {
  test(`${name} signs in, and stays so over a reload`, async ({ page }) => {
    const identity = page.getByRole('link', { name }).first();
    await openAs(page, person as Person, '/settings');
    await expect(identity).toBeVisible();
    await page.reload();
    await expect(identity).toBeVisible();
    await picture(page, `settings-${person}`);
  });
}

test('signing out asks again who to be', async ({ page }) => {
  await openAs(page, 'dana', '/settings');
  await page.getByTestId('user-settings-menu').click();
  await page.getByTestId('sign-out').click();
  await expect(
    page.getByRole('button', { name: 'Sign in as Sam Moreau' }),
  ).toBeVisible();
});
