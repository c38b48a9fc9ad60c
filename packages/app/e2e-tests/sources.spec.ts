import { Page, expect, test } from '@playwright/test';
import { RecordedCluster } from './cluster';
import { expectAccessible, openAs, picture, securityTab } from './portal';

const CLUSTER = 'Demo cluster';
const recording = new RecordedCluster();

function clusters(page: Page) {
  return page.getByRole('grid', { name: 'Clusters, worst first' });
}

function opened(page: Page) {
  return page.getByRole('region', { name: CLUSTER });
}

test('the security page leads to the sources', async ({ page }) => {
  await openAs(page, 'petra', '/security');
  await page.getByRole('link', { name: 'Sources' }).click();
  await expect(page).toHaveURL(/\/security\/sources$/);
  await expect(
    clusters(page).getByRole('link', { name: CLUSTER }),
  ).toBeVisible();
});

test('the platform sees all of a cluster, and that a recording can’t be tested', async ({
  page,
}) => {
  await openAs(page, 'petra', '/security/sources?cluster=demo');
  for (const group of ['Workloads and namespaces', 'Reports']) {
    await expect(
      opened(page).getByRole('grid', { name: `${group} of ${CLUSTER}` }),
    ).toBeVisible();
  }
  await expect(
    opened(page).getByRole('columnheader', { name: 'Objects' }).first(),
  ).toBeVisible();
  await expect(
    opened(page).getByRole('heading', { name: 'Namespaces without an owner' }),
  ).toBeVisible();
  await expect(
    opened(page).getByText(/A recording can’t be tested/),
  ).toBeVisible();
  await expect(opened(page).getByRole('button', { name: /^Test/ })).toHaveCount(
    0,
  );
  await expectAccessible(page);
  await picture(page, 'sources');
});

test('a namespace without an owner comes with what to paste', async ({
  page,
}) => {
  await openAs(page, 'petra', '/security/sources?cluster=demo');
  const namespace = opened(page).locator('summary', { hasText: 'sandbox' });
  await namespace.focus();
  await page.keyboard.press('Enter');
  await expect(
    opened(page).getByRole('region', { name: 'Label for Namespace sandbox' }),
  ).toContainText('shift-down.io/owner');
  await expectAccessible(page);
  await picture(page, 'sources-unbound-namespace');
});

test('a source that failed is on top, in full, and can be filtered for', async ({
  page,
}) => {
  await recording.change(
    'recording.yaml',
    content => `${content}
sources:
  VulnerabilityReport: { state: failed, error: the connection was closed }
`,
  );
  try {
    await openAs(page, 'petra', '/security/sources?state=failed');
    await expect(
      opened(page).getByRole('row', { name: /Vulnerability reports/ }),
    ).toContainText('the connection was closed', { timeout: 45_000 });
    await expect(
      opened(page).getByRole('rowheader', { name: 'Workloads' }),
    ).toHaveCount(0);
    await expect(
      clusters(page).getByText('Failed: Vulnerability reports'),
    ).toBeVisible();
    await expectAccessible(page);
    await picture(page, 'sources-failed');
  } finally {
    await recording.restore();
  }
  await page.goto('/security/sources');
  await expect(page.getByText(/None needs attention/)).toBeVisible({
    timeout: 45_000,
  });
});

test('a team sees how fresh its own clusters are, and nothing else', async ({
  page,
}) => {
  await openAs(page, 'ben', '/security/sources');
  await expect(
    page.getByText('You see the clusters that run your own services'),
  ).toBeVisible();
  await expect(
    opened(page).getByRole('grid', { name: `Reports of ${CLUSTER}` }),
  ).toBeVisible();
  for (const heading of [
    'How far its reports are believed',
    'Exempt outside the process',
    'Namespaces without an owner',
    'Last events',
  ]) {
    await expect(page.getByRole('heading', { name: heading })).toHaveCount(0);
  }
  for (const column of ['Objects', 'Who can write them', 'Its reports']) {
    await expect(page.getByRole('columnheader', { name: column })).toHaveCount(
      0,
    );
  }
  await expect(page.getByText('sandbox')).toHaveCount(0);
  await expectAccessible(page);
  await picture(page, 'sources-ben');
});

test('the tab of an entity leads to its cluster’s sources', async ({
  page,
}) => {
  await openAs(
    page,
    'dana',
    securityTab('component', 'payments-api', '?view=sources'),
  );
  await page
    .getByRole('link', { name: 'See all sources that you may see' })
    .click();
  await expect(page).toHaveURL(/\/security\/sources\?cluster=demo/);
  await expect(opened(page)).toBeVisible();
});
