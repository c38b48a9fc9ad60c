import { expect, test } from '@playwright/test';
import { expectAccessible, openAs, picture, securityTab } from './portal';

test('the overview carries a card that leads to the tab', async ({ page }) => {
  await openAs(page, 'dana', '/catalog/default/component/payments-api');
  await expect(page.getByText(/Score \d+ of 100/)).toBeVisible();
  await expect(page.getByText(/\d+% of the checks known/)).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'entity-overview');

  await page.getByRole('link', { name: 'See security details' }).click();
  await expect(page).toHaveURL(
    /catalog\/default\/component\/payments-api\/security/,
  );
  await expect(page.getByRole('heading', { name: 'By area' })).toBeVisible();
});

test('the tab shows findings, and a finding what to do', async ({ page }) => {
  await openAs(page, 'dana', securityTab('component', 'payments-api'));
  const findings = page.getByRole('grid', { name: 'Findings' });
  await expect(findings.getByRole('row').nth(1)).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'entity-security');

  const first = findings.getByRole('rowheader').first().getByRole('link');
  const title = await first.innerText();
  await first.click();
  const panel = page.getByRole('dialog');
  await expect(panel.getByRole('heading', { name: title })).toBeVisible();
  await expect(panel.getByText('How to fix it')).toBeVisible();
  await expect(panel.getByText('What the report says').first()).toBeVisible();
  await expect(page).toHaveURL(/finding=[0-9a-f]{32}/);
  await expectAccessible(page);
  await picture(page, 'finding');

  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
});

test('filters of findings live in the URL', async ({ page }) => {
  await openAs(page, 'dana', securityTab('component', 'payments-api'));
  await page
    .getByRole('group', { name: 'Severity' })
    .getByText(/^Medium/)
    .click();
  await expect(page).toHaveURL(/severity=medium/);
  const findings = page.getByRole('grid', { name: 'Findings' });
  await expect(findings.getByText('High')).toHaveCount(0);

  await page.reload();
  await expect(
    page
      .getByRole('group', { name: 'Severity' })
      .getByRole('checkbox', { name: /^Medium/ }),
  ).toBeChecked();
  await expect(findings.getByText('Medium').first()).toBeVisible();
  await expect(findings.getByText('High')).toHaveCount(0);
});

for (const view of ['images', 'controls', 'workloads', 'sources']) {
  test(`the view of ${view} has content`, async ({ page }) => {
    await openAs(
      page,
      'dana',
      securityTab('component', 'ledger', `?view=${view}`),
    );
    await expect(
      page.getByRole('tabpanel').getByRole('rowheader').first(),
    ).toBeVisible();
    await expectAccessible(page);
    await picture(page, `entity-${view}`);
  });
}

test('an image opens to its vulnerabilities', async ({ page }) => {
  await openAs(
    page,
    'dana',
    securityTab('component', 'ledger', '?view=images'),
  );
  await page.getByRole('link', { name: /payments\/ledger/ }).click();
  await expect(
    page.getByRole('dialog').getByText('CVE-2021-44228').first(),
  ).toBeVisible();
  await picture(page, 'image-vulnerabilities');
});

test('a system adds up its parts', async ({ page }) => {
  await openAs(page, 'dana', securityTab('system', 'payments'));
  const parts = page.getByRole('grid', { name: /Parts that you may see/ });
  for (const part of ['ledger', 'payments-api', 'payments-worker']) {
    await expect(parts.getByRole('link', { name: part })).toBeVisible();
  }
  await picture(page, 'system');
});

test('an entity without an annotation says what to paste', async ({ page }) => {
  await openAs(page, 'ben', securityTab('component', 'docs-site'));
  await expect(
    page.getByRole('heading', { name: 'No annotation yet: paste this' }),
  ).toBeVisible();
  await expect(
    page.getByText('backstage.io/kubernetes-id: docs-site').first(),
  ).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'entity-not-claimed');
});

test('a claim on what another team owns is shown as not confirmed, and shows nothing of it', async ({
  page,
}) => {
  await openAs(page, 'ben', securityTab('component', 'checkout'));
  await expect(
    page.getByRole('heading', { name: 'The claim is not confirmed' }),
  ).toBeVisible();
  await expect(
    page.getByText('shift-down.io/owner: team-orders'),
  ).toBeVisible();
  await expect(page.getByText('checkout-relay')).toHaveCount(0);
  await expect(page.getByText('team-payments')).toHaveCount(0);
  await expectAccessible(page);
  await picture(page, 'entity-unconfirmed');
});
