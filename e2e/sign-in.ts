import { expect, type Page } from '@playwright/test';

/** Signs in through Google's consent page, as a person does for the first time. */
export async function signInAsAda(page: Page, appUrl: string): Promise<void> {
  await page.goto(appUrl);
  await page.getByRole('button', { name: 'Sign in with Google' }).click();
  await page.locator('[data-email="ada@northwind.example"]').click();
  // Google asks only the first time.
  const allow = page.getByRole('button', { name: 'Allow' });
  await expect(allow.or(page.getByRole('link', { name: 'Meetings' })).first()).toBeVisible();
  if (await allow.isVisible()) await allow.click();
  await expect(page).toHaveURL(/\/meetings/);
}
