/** An exception by two people in two browsers: asked for, approved, seen and withdrawn. */
import { BrowserContext, Page, expect, test } from '@playwright/test';
import {
  Person,
  expectAccessible,
  openAs,
  picture,
  securityTab,
  sidebar,
} from './portal';

const MARKUP =
  '<img src=x onerror="document.title=1"> **The agent** needs [it](javascript:1)';

/** Who somebody is belongs to a tab. */
async function tabOf(context: BrowserContext, person: Person, path: string) {
  const page = await context.newPage();
  await openAs(page, person, path);
  return page;
}

function actions(page: Page) {
  return page.getByRole('group', { name: 'What you can do' });
}

async function openFinding(page: Page) {
  await page
    .getByRole('grid', { name: 'Findings' })
    .getByRole('row')
    .filter({ hasText: /gain privileges|privilege escalation/i })
    .first()
    .getByRole('rowheader')
    .getByRole('link')
    .click();
  return page.getByRole('dialog');
}

test('is asked for from a finding, approved by somebody else, and shows', async ({
  context,
  page: dana,
}) => {
  // Three people, in four tabs.
  test.setTimeout(420_000);
  const service = securityTab('component', 'payments-api');
  await openAs(dana, 'dana', service);
  const finding = await openFinding(dana);
  await finding.getByRole('link', { name: 'Ask for an exception' }).click();
  await expect(dana).toHaveURL(/\/security\/exceptions\/new\?/);
  await dana.getByRole('textbox', { name: 'Justification' }).fill(MARKUP);
  await expect(
    dana.getByText('What it would come to', { exact: true }),
  ).toBeVisible();
  await expectAccessible(dana);
  await picture(dana, 'exception-request');
  await dana.getByRole('button', { name: 'Ask for it' }).click();

  await expect(dana).toHaveURL(/\/security\/exceptions\/[0-9a-f-]{36}$/);
  const path = new URL(dana.url()).pathname;
  await expect(dana.getByText('Waits for a decision').first()).toBeVisible();
  // What somebody wrote is text, whatever it looks like.
  await expect(dana.getByText(MARKUP).first()).toBeVisible();
  await expect(dana.locator('blockquote :is(img, a, strong)')).toHaveCount(0);
  // Nobody decides what is their own.
  await expect(
    actions(dana).getByRole('button', { name: 'Approve' }),
  ).toHaveCount(0);
  await expectAccessible(dana);
  await picture(dana, 'exception-requested');

  const sam = await tabOf(
    context,
    'sam',
    '/security/exceptions?view=to-decide',
  );
  await expect(sam.getByText('payments-api').first()).toBeVisible();
  await expectAccessible(sam);
  await picture(sam, 'exceptions-to-decide');
  await sam.locator(`a[href$="${path}"]`).first().click();
  await actions(sam).getByRole('button', { name: 'Approve' }).click();
  const dialog = sam.getByRole('dialog');
  await expectAccessible(sam);
  await picture(sam, 'exception-approve');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expect(dialog).toBeHidden();
  await expect(sam.getByText('In force').first()).toBeVisible();

  // Her page follows by itself, and she is told.
  await expect(dana.getByText('In force').first()).toBeVisible();
  await picture(dana, 'exception-approved');
  await sidebar(dana)
    .getByRole('link', { name: /Notifications/ })
    .click();
  await expect(
    dana.getByText('The exception for payments-api was approved').first(),
  ).toBeVisible();
  await picture(dana, 'notifications');

  const seen = await tabOf(context, 'dana', service);
  await expect(seen.getByText(/^Exempt until/).first()).toBeVisible();
  await expectAccessible(seen);
  await picture(seen, 'finding-exempt');

  await seen.goto(path);
  await actions(seen).getByRole('button', { name: 'Withdraw' }).click();
  await seen
    .getByRole('dialog')
    .getByRole('button', { name: 'Withdraw' })
    .click();
  await expect(seen.getByText('Withdrawn').first()).toBeVisible();
  await seen.goto(service);
  await expect(
    seen.getByRole('grid', { name: 'Findings' }).getByRole('row').nth(1),
  ).toBeVisible();
  await expect(seen.getByText(/^Exempt until/)).toHaveCount(0);

  const ben = await tabOf(context, 'ben', path);
  await expect(
    ben.getByRole('heading', { name: 'Nothing here for you' }),
  ).toBeVisible();
});

test('what was found in a cluster waits for those who decide', async ({
  page,
}) => {
  await openAs(page, 'ines', '/security/exceptions?view=to-decide');
  await expect(page.getByText('Found, never reviewed').first()).toBeVisible();
  await expectAccessible(page);
});
