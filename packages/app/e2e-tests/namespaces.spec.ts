import { Page, expect, test } from '@playwright/test';
import { expectAccessible, openAs, picture, securityTab } from './portal';

function list(page: Page) {
  return page.getByRole('grid', { name: 'Namespaces', exact: true });
}

function row(page: Page, namespace: string) {
  return list(page)
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: namespace, exact: true }) });
}

function opened(page: Page, namespace: string) {
  return page.getByRole('region', { name: `${namespace} in demo` });
}

test('the security page leads to the namespaces', async ({ page }) => {
  await openAs(page, 'petra', '/security');
  await page.getByRole('link', { name: 'Namespaces', exact: true }).click();
  await expect(page).toHaveURL(/\/security\/namespaces$/);
  await expect(row(page, 'payments')).toContainText('Enforces nothing');
  await expect(row(page, 'payments')).toContainText(
    /of 5 workloads meet restricted/,
  );
  await expect(row(page, 'orders')).toContainText('Enforces restricted');
  await expectAccessible(page);
  await picture(page, 'namespaces');
});

test('the platform sees why workloads are behind, who can do what and who else gets a cloud identity', async ({
  page,
}) => {
  await openAs(page, 'petra', '/security/namespaces');
  await row(page, 'payments')
    .getByRole('link', { name: 'payments', exact: true })
    .click();
  await expect(page).toHaveURL(/in=demo&open=payments/);
  const payments = opened(page, 'payments');
  await expect(payments.getByText('Group team-payments').first()).toBeVisible();
  await expect(payments.getByText('May read Secrets').first()).toBeVisible();
  await expect(
    payments.getByText('arn:aws:iam::123456789012:role/payments-api'),
  ).toBeVisible();
  await expect(
    payments.getByRole('grid', { name: 'Network isolation of workloads' }),
  ).toContainText('Open');
  await expectAccessible(page);
  await picture(page, 'namespace');
});

test('a team reaches its namespace from a workload, and no other', async ({
  page,
}) => {
  await openAs(
    page,
    'dana',
    securityTab('component', 'payments-api', '?view=workloads'),
  );
  // The header has a link of the same name, to the system.
  await page
    .getByRole('grid')
    .getByRole('link', { name: 'payments', exact: true })
    .click();
  await expect(opened(page, 'payments')).toBeVisible();
  await expect(row(page, 'orders')).toHaveCount(0);
  await page.goto('/security/namespaces?in=demo&open=orders');
  await expect(
    page.getByRole('heading', { name: 'Nothing here for you' }),
  ).toBeVisible();
});
