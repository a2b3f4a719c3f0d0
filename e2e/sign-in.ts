import { expect, type Page } from '@playwright/test';

/** Signs in through Google's consent page, as a person does for the first time. */
export async function signInAsAda(page: Page, appUrl: string): Promise<void> {
  await page.goto(appUrl);
  await page.getByRole('button', { name: 'Sign in with Google' }).click();
  await page.locator('[data-email="ada@northwind.example"]').click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page).toHaveURL(/\/meetings/);
}
