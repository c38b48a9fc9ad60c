import { Page, expect, test } from '@playwright/test';
import { expectAccessible, openAs, picture, securityTab } from './portal';

const IMAGES = '?view=images';

function row(page: Page, image: RegExp) {
  return page
    .getByRole('grid', { name: 'Images that run' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: image }) });
}

test('an image two releases behind comes with advice and the line to write', async ({
  page,
}) => {
  await openAs(page, 'dana', securityTab('component', 'payments-api', IMAGES));
  await expect(row(page, /payments\/api/)).toContainText(
    /2 releases \(\d+ days\) behind/,
  );
  await expect(row(page, /payments\/api/)).toContainText('on debian 12.2.0');
  await expectAccessible(page);
  await picture(page, 'images');

  await page.getByRole('link', { name: /payments\/api/ }).click();
  const panel = page.getByRole('dialog');
  await expect(
    panel.getByRole('img', { name: /^Golden image debian 12\.2\.0: / }),
  ).toBeVisible();
  await expect(
    panel.getByRole('heading', { name: 'Upgrade to debian 12.12.0' }),
  ).toBeVisible();
  await expect(panel.getByText(/removes \d+ vulnerabilit/)).toBeVisible();
  await expect(
    panel.getByText(
      /^FROM registry\.shift-down\.example\/golden\/debian:12\.12\.0@sha256:/,
    ),
  ).toBeVisible();
  await expect(
    panel.getByRole('rowheader', { name: 'Golden base' }),
  ).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'image');
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
});

test('an image that its pipeline signed says so, and how it was built', async ({
  page,
}) => {
  await openAs(
    page,
    'dana',
    securityTab('component', 'payments-worker', IMAGES),
  );
  await page.getByRole('link', { name: /payments\/worker/ }).click();
  const panel = page.getByRole('dialog');
  await expect(
    panel.getByText('Build L3 by our trust list', { exact: true }),
  ).toBeVisible();
  await expect(panel.getByText(/^Signed by /).first()).toBeVisible();
  await expect(panel.getByText(/CycloneDX, \d+ packages/)).toBeVisible();
});

test('an image that a stranger signed is not called signed', async ({
  page,
}) => {
  await openAs(page, 'ben', securityTab('component', 'orders-web', IMAGES));
  await expect(row(page, /orders\/web/)).toContainText(
    'Signature there, not verified',
  );
  await expect(row(page, /orders\/web/)).toContainText('Current');
  await page.getByRole('link', { name: /orders\/web/ }).click();
  await expect(
    page
      .getByRole('dialog')
      .getByText(/^because: /)
      .first(),
  ).toBeVisible();
  await picture(page, 'image-stranger');
});

test('an image that stands on none of them says so', async ({ page }) => {
  await openAs(page, 'ben', securityTab('component', 'orders-api', IMAGES));
  await expect(row(page, /orders\/api/)).toContainText(
    'Not built on a golden image',
  );
  await page.getByRole('link', { name: /orders\/api/ }).click();
  await expect(
    page.getByRole('dialog').getByRole('img', { name: /^All layers: / }),
  ).toBeVisible();
});

test('an image whose registry nobody configured is unknown', async ({
  page,
}) => {
  await openAs(
    page,
    'petra',
    securityTab('component', 'platform-ingress', IMAGES),
  );
  await expect(row(page, /platform\/ingress/)).toContainText('Current');
  await expect(
    page.getByText('Unknown what it is built on').first(),
  ).toBeVisible();
});

test('vulnerabilities say whose they are and by when', async ({ page }) => {
  await openAs(
    page,
    'dana',
    securityTab('component', 'payments-api', '?type=vulnerability'),
  );
  const list = page.getByRole('grid', { name: 'Vulnerabilities' });
  await expect(list.getByRole('rowheader').first()).toBeVisible();
  await expect(list.getByText(/^(Due |Overdue)/).first()).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'vulnerabilities');

  await page.getByRole('button', { name: /Layer/ }).click();
  await page.getByRole('option', { name: 'Golden base' }).click();
  await expect(page).toHaveURL(/layer=base/);
  await expect(list.getByText('Golden base').first()).toBeVisible();
  await expect(list.getByText('On top of the base')).toHaveCount(0);
});
