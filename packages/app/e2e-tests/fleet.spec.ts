import { Page, expect, test } from '@playwright/test';
import { expectAccessible, openAs, picture, sidebar } from './portal';

function fleet(page: Page) {
  return page.getByRole('grid', {
    name: 'Entities by their security posture',
  });
}

test('the sidebar leads to the fleet, worst first', async ({ page }) => {
  await openAs(page, 'sam', '/');
  await sidebar(page).getByRole('link', { name: 'Security' }).click();
  await expect(page).toHaveURL(/\/security\/entities$/);
  await expect(fleet(page).getByRole('link', { name: 'ledger' })).toBeVisible();
  const names = await fleet(page).getByRole('rowheader').allInnerTexts();
  expect(names.indexOf('ledger')).toBeLessThan(
    names.indexOf('platform-ingress'),
  );
  await expectAccessible(page);
  await picture(page, 'fleet');
});

test('filters live in the URL and survive a reload', async ({ page }) => {
  await openAs(page, 'sam', '/security');
  await page.getByRole('searchbox', { name: 'Search entities' }).fill('orders');
  await expect(page).toHaveURL(/text=orders/);
  await page.getByRole('button', { name: /Kind/ }).click();
  await page.getByRole('option', { name: /component/i }).click();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/kind=component/);
  await expect(page.getByText('2 entities')).toBeVisible();

  await page.reload();
  await expect(
    page.getByRole('searchbox', { name: 'Search entities' }),
  ).toHaveValue('orders');
  await expect(page.getByText('2 entities')).toBeVisible();
  await expect(
    fleet(page).getByRole('link', { name: 'orders-api' }),
  ).toBeVisible();
  await picture(page, 'fleet-filtered');

  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page).not.toHaveURL(/orders|kind/);
});

test('a shared link shows the same list', async ({ page }) => {
  await openAs(
    page,
    'sam',
    '/security/entities?owner=group:default/team-payments',
  );
  await expect(
    fleet(page).getByRole('link', { name: 'payments-api' }),
  ).toBeVisible();
  await expect(
    fleet(page).getByRole('link', { name: 'orders-api' }),
  ).toHaveCount(0);
});

test('an entity of the fleet leads to its tab', async ({ page }) => {
  await openAs(page, 'sam', '/security');
  await fleet(page).getByRole('link', { name: 'ledger', exact: true }).click();
  await expect(page).toHaveURL(/component\/ledger\/security/);
  await expect(page.getByRole('heading', { name: 'By area' })).toBeVisible();
});
