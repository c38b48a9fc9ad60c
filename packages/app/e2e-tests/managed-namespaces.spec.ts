/**
 * A namespace from the template on: asked for by a developer, made, in the catalog, judged
 * and watched; put back by the platform.
 */
import { Page, expect, test } from '@playwright/test';
import { RecordedCluster } from './cluster';
import {
  expectAccessible,
  openAs,
  picture,
  securityTab,
  type Person,
} from './portal';

// One after the other: each goes on with what the one before has made.
test.describe.configure({ mode: 'serial' });

const TEMPLATE = '/create/templates/default/secure-namespace';
/** A second run on the same state asks for another one. */
const NAME = `team-payments-${Date.now().toString(36)}`;
const PAGE = `/security/managed-namespaces/demo/${NAME}`;

const cluster = new RecordedCluster();

async function choose(page: Page, field: RegExp, wanted: RegExp) {
  await page.getByRole('button', { name: field }).click();
  await page.getByRole('option', { name: wanted }).click();
}

/** Up to the page that shows what would be made. */
async function fillIn(page: Page, name: string) {
  await openAs(page, 'dana', TEMPLATE);
  await page.getByRole('textbox', { name: /^Name/ }).fill(name);
  // There is one cluster and one group of hers, so nothing is left to choose.
  await expect(page.getByRole('button', { name: /Cluster/ })).toContainText(
    'Demo cluster',
  );
  await expect(page.getByRole('button', { name: /Owner/ })).toContainText(
    'Team Payments',
  );
  await choose(page, /Environment/, /Production/);
  await page.getByRole('button', { name: 'Next' }).click();
  await choose(page, /Size/, /Small/);
  await page.getByRole('button', { name: 'Next' }).click();
}

async function expectNothing(page: Page, person: Person, path: string) {
  await openAs(page, person, path);
  await expect(
    page.getByRole('heading', { name: 'Nothing here for you' }),
  ).toBeVisible();
}

test('a bad name is refused with what to do, before anything is made', async ({
  page,
}) => {
  await fillIn(page, 'shop');
  await expect(page.getByText('It cannot be made so').first()).toBeVisible();
  await expect(page.getByText(/team-payments-/).first()).toBeVisible();
  await picture(page, 'namespace-refused');
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByRole('button', { name: 'Create' })).toHaveCount(0);
});

test('a developer gets a namespace, and sees it appear', async ({ page }) => {
  test.setTimeout(240_000);
  await fillIn(page, NAME);
  await expect(page.getByText(/objects would be made/).first()).toBeVisible();
  await expect(page.getByText(/default-deny/).first()).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'namespace-preview');
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create' }).click();

  const link = page.getByRole('link', { name: 'The namespace' });
  await expect(link).toBeVisible({ timeout: 120_000 });
  await picture(page, 'namespace-made');
  await link.click();
  await expect(page).toHaveURL(new RegExp(`${PAGE}$`));
  await expect(page.getByText('Complete').first()).toBeVisible();
  await expect(page.getByText('As applied').first()).toBeVisible({
    timeout: 60_000,
  });
  await expectAccessible(page);
  await picture(page, 'managed-namespace');

  await page.goto(securityTab('resource', `demo-${NAME}`));
  await expect(page.getByRole('img', { name: /^Grade/ }).first()).toBeVisible({
    timeout: 60_000,
  });
  await picture(page, 'managed-namespace-posture');
});

test('another team sees nothing of it', async ({ page }) => {
  await expectNothing(page, 'ben', PAGE);
  await page.goto('/security/managed-namespaces');
  await expect(
    page.getByRole('heading', { name: 'No managed namespace yet' }),
  ).toBeVisible();
  await expect(page.getByText(NAME)).toHaveCount(0);
});

test('what somebody deletes is seen, and the platform puts it back', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await cluster.remove(`provisioned/${NAME}`, /networkpolicy.*default-deny/i);
  await openAs(page, 'petra', PAGE);
  await expect(page.getByText('1 object differs').first()).toBeVisible({
    timeout: 60_000,
  });
  await expectAccessible(page);
  await picture(page, 'namespace-drift');

  await page.goto('/create/templates/default/repair-namespace');
  await expect(page.getByRole('button', { name: /Cluster/ })).toContainText(
    'Demo cluster',
  );
  await page.getByRole('textbox', { name: /Namespace/ }).fill(NAME);
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('link', { name: 'The namespace' })).toBeVisible({
    timeout: 120_000,
  });
  await page.goto(PAGE);
  await expect(page.getByText('As applied').first()).toBeVisible({
    timeout: 60_000,
  });
});
