import { Page, expect, test } from '@playwright/test';
import { RecordedCluster } from './cluster';
import { expectAccessible, openAs, picture, securityTab } from './portal';

const cluster = new RecordedCluster();

async function shownScore(page: Page) {
  const text = await page.getByText(/^Score \d+ of 100$/).innerText();
  return Number(/\d+/.exec(text)?.[0]);
}

/** What share of the checks is known, in words. */
async function shownCoverage(page: Page) {
  return await page.getByText(/^\d+% of the checks known$/).innerText();
}

/** Reloads until a new assessment shows. */
async function expectScoreBelow(page: Page, score: number) {
  await expect(async () => {
    await page.reload();
    expect(await shownScore(page)).toBeLessThan(score);
  }).toPass({ timeout: 45_000 });
}

/** Waits until everything has been looked at: registries come last. */
async function expectAllKnown(page: Page) {
  await expect(async () => {
    await page.reload();
    await expect(page.getByText('100% of the checks known')).toBeVisible({
      timeout: 3_000,
    });
  }).toPass({ timeout: 60_000 });
}

let score: number;

test.beforeEach(async ({ page }) => {
  await openAs(page, 'dana', securityTab('component', 'payments-api'));
  await expectAllKnown(page);
  score = await shownScore(page);
});

test.afterEach(async ({ page }) => {
  await cluster.restore();
  // Leaves the portal as the next test expects it.
  await page.goto(securityTab('component', 'payments-api'));
  await expectAllKnown(page);
});

test('a source that failed is said to have failed, and lowers the score', async ({
  page,
}) => {
  await cluster.change(
    'recording.yaml',
    content => `${content}
sources:
  VulnerabilityReport: { state: failed, error: the connection was closed }
`,
  );
  await expectScoreBelow(page, score);
  await expect(
    page.getByText('Part of the evidence is missing or out of date'),
  ).toBeVisible();
  await expect(
    page.getByText(/Vulnerability reports in .*failed since/),
  ).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'source-failed');

  await page.getByRole('link', { name: 'See all sources' }).click();
  await expect(
    page.getByRole('row', { name: /Vulnerability reports/ }),
  ).toContainText('Failed');
  await picture(page, 'source-failed-sources');
});

test('evidence past its age is shown as such, and counts as unknown', async ({
  page,
}) => {
  // A month after the reports were written, none of them is believed any more.
  await cluster.change('recording.yaml', content =>
    content.replace(/recordedAt: .*/, "recordedAt: '2026-12-20T09:00:00Z'"),
  );
  await expectScoreBelow(page, score);
  await page.getByRole('tab', { name: 'Controls' }).click();
  await expect(page.getByText(/is older than/).first()).toBeVisible();
  await picture(page, 'evidence-stale');
});

test('a file that can’t be read makes its subject unknown, and no other', async ({
  page,
}) => {
  await page.goto(securityTab('component', 'payments-worker'));
  const coverageOfOther = await shownCoverage(page);
  await page.goto(securityTab('component', 'payments-api'));
  await cluster.change('payments/payments-api.trivy.yaml', () => 'a: [b: {');
  await expectScoreBelow(page, score);
  await page.getByRole('tab', { name: 'Controls' }).click();
  await expect(
    page.getByText(/payments-api\.trivy\.yaml/).first(),
  ).toBeVisible();
  await picture(page, 'file-unreadable');

  await page.goto(securityTab('component', 'payments-worker'));
  await expect(page.getByText(coverageOfOther)).toBeVisible();
});
