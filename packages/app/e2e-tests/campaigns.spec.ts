import { expect, test } from '@playwright/test';
import { expectAccessible, openAs, picture } from './portal';

test('who may manage campaigns is asked what one is to do', async ({
  page,
}) => {
  await openAs(page, 'petra', '/security');
  await page.getByRole('link', { name: 'Campaigns' }).click();
  await expect(page).toHaveURL(/\/security\/campaigns$/);
  await page.getByRole('button', { name: 'Plan a campaign' }).click();
  const form = page.getByRole('dialog');
  await expect(form.getByText(/It opens nothing/)).toBeVisible();
  await expect(form.getByRole('button', { name: 'Plan it' })).toBeDisabled();
  await expectAccessible(page);
  await picture(page, 'campaign-plan');
});

test('a team may look, and plan nothing', async ({ page }) => {
  await openAs(page, 'dana', '/security/campaigns');
  await expect(
    page.getByRole('heading', { name: /campaign/i }).last(),
  ).toBeVisible();
  await expect(page.getByText('Loading campaigns…')).toHaveCount(0);
  await expect(
    page.getByRole('button', { name: 'Plan a campaign' }),
  ).toHaveCount(0);
});
