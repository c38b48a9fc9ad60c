import { Page, expect, test } from '@playwright/test';
import { expectAccessible, openAs, picture } from './portal';

function list(page: Page) {
  return page.getByRole('grid', { name: 'Golden images', exact: true });
}

test('the security page leads to golden images and who is behind', async ({
  page,
}) => {
  await openAs(page, 'petra', '/security');
  await page.getByRole('link', { name: 'Golden images' }).click();
  await expect(page).toHaveURL(/\/security\/golden-images$/);
  const debian = list(page)
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: 'Debian 12' }) });
  await expect(debian).toContainText('12.12.0');
  await expect(debian).toContainText(/\d+ behind/);
  await expect(debian).toContainText(/\d+ out of support/);
  await expect(page.getByText(/Workloads on no golden image/)).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'golden-images');
});

test('a golden image shows releases, adoption and whom retiring one hits', async ({
  page,
}) => {
  await openAs(page, 'petra', '/security/golden-images');
  await list(page).getByRole('link', { name: 'Debian 12' }).click();
  await expect(page).toHaveURL(/golden-images\/debian$/);
  const releases = page.getByRole('grid', { name: 'Releases' });
  await expect(
    releases.getByRole('rowheader', { name: /12\.12\.0/ }),
  ).toBeVisible();
  await expect(releases.getByText('Out of support').first()).toBeVisible();
  await expect(
    page.getByRole('heading', { name: 'Adoption by release' }),
  ).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'golden-image');

  await page
    .getByRole('link', { name: 'See whom it hits to retire 12.2.0' })
    .click();
  await expect(page).toHaveURL(/version=12\.2\.0/);
  await expect(page.getByText(/^Retiring 12\.2\.0 hits \d+/)).toBeVisible();
  await expect(
    page
      .getByRole('grid', { name: 'Workloads on this golden image' })
      .getByRole('link', { name: 'payments-api' })
      .first(),
  ).toBeVisible();
});

test('two releases are compared in a link that can be shared', async ({
  page,
}) => {
  await openAs(page, 'petra', '/security/golden-images/debian?from=12.2.0');
  await expect(page.getByText(/removes \d+ vulnerabilit/)).toBeVisible();
  await expect(
    page.getByText(/^FROM registry\.shift-down\.example\/golden\/debian:/),
  ).toBeVisible();
});

test('a team sees its own workloads on a golden image and no others', async ({
  page,
}) => {
  await openAs(page, 'dana', '/security/golden-images/debian');
  const users = page.getByRole('grid', {
    name: 'Workloads on this golden image',
  });
  await expect(
    users.getByRole('link', { name: 'payments-api' }).first(),
  ).toBeVisible();
  await expect(users.getByText('team-orders')).toHaveCount(0);
});

test('the entity of a golden image carries the same', async ({ page }) => {
  await openAs(page, 'petra', '/security/golden-images/debian');
  await page
    .getByRole('term')
    .filter({ hasText: 'In the catalog' })
    .locator('xpath=following-sibling::dd[1]')
    .getByRole('link')
    .click();
  await page.getByRole('link', { name: 'Golden image', exact: true }).click();
  await expect(page).toHaveURL(/\/golden-image$/);
  await expect(page.getByRole('grid', { name: 'Releases' })).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'golden-image-entity');
});
