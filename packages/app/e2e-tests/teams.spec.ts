import { Page, expect, test } from '@playwright/test';
import { Person, openAs, picture, securityTab } from './portal';

const PAYMENTS = ['ledger', 'payments-api', 'payments-worker'];
const ORDERS = ['checkout', 'docs-site', 'orders-api', 'orders-web'];
const PLATFORM = ['platform-ingress'];

function fleet(page: Page) {
  return page.getByRole('grid', {
    name: 'Entities by their security posture',
  });
}

const SEES: Record<Person, { own: string[]; not: string[] }> = {
  dana: { own: PAYMENTS, not: [...ORDERS, ...PLATFORM] },
  ben: { own: ORDERS, not: [...PAYMENTS, ...PLATFORM] },
  petra: { own: [...PAYMENTS, ...ORDERS, ...PLATFORM], not: [] },
  sam: { own: [...PAYMENTS, ...ORDERS, ...PLATFORM], not: [] },
  ines: { own: [...PAYMENTS, ...ORDERS, ...PLATFORM], not: [] },
};

for (const [person, { own, not }] of Object.entries(SEES)) {
  test(`${person} sees in the fleet what is theirs to see`, async ({
    page,
  }) => {
    await openAs(page, person as Person, '/security/entities?kind=component');
    for (const name of own) {
      await expect(
        fleet(page).getByRole('link', { name, exact: true }),
      ).toBeVisible();
    }
    await expect(page.getByText(`${own.length} entities`)).toBeVisible();
    for (const name of not) {
      await expect(page.getByText(name, { exact: true })).toHaveCount(0);
    }
    await picture(page, `fleet-${person}`);
  });
}

test('the page of another team’s service opens, and its security does not', async ({
  page,
}) => {
  await openAs(page, 'ben', securityTab('component', 'payments-api'));
  await expect(
    page.getByRole('heading', { name: 'payments-api' }),
  ).toBeVisible();
  await expect(
    page.getByRole('heading', { name: 'Nothing here for you' }),
  ).toBeVisible();
  await expect(page.getByText(/Score \d+/)).toHaveCount(0);
  await picture(page, 'entity-not-for-you');
});

test('a link to another team’s finding opens nothing', async ({ page }) => {
  await openAs(page, 'dana', securityTab('component', 'payments-api'));
  await page
    .getByRole('grid', { name: 'Findings' })
    .getByRole('rowheader')
    .first()
    .getByRole('link')
    .click();
  await expect(page).toHaveURL(/finding=/);
  const finding = new URL(page.url()).searchParams.get('finding');

  await page.evaluate(() => window.sessionStorage.clear());
  await openAs(
    page,
    'ben',
    securityTab('component', 'orders-api', `?finding=${finding}`),
  );
  await expect(
    page
      .getByRole('dialog')
      .getByRole('heading', { name: 'Nothing here for you' }),
  ).toBeVisible();
});
