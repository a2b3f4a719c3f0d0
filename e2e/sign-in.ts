import { expect, type Page } from '@playwright/test';

/** Signs in through Google's consent page, as a person does for the first time. */
export async function signInAsAda(page: Page, appUrl: string): Promise<void> {
  await chooseAccount(page, appUrl, 'ada@northwind.example');
  await expect(page).toHaveURL(/\/meetings/);
}

/** Goes through Google's pages as a person, and waits for what Usher shows then. */
export async function chooseAccount(page: Page, appUrl: string, email: string): Promise<void> {
  await page.goto(`${appUrl}/sign-in`);
  await goThroughGoogle(page, email);
}

/** Signs in as Ada from the sign-in page that is shown. */
export function chooseAda(page: Page): Promise<void> {
  return goThroughGoogle(page, 'ada@northwind.example');
}

async function goThroughGoogle(page: Page, email: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign in with Google' }).click();
  await page.locator(`[data-email="${email}"]`).click();
  // Google asks only the first time.
  const allow = page.getByRole('button', { name: 'Allow' });
  const back = page.getByRole('link', { name: /^(Meetings|Back to sign-in)$/ });
  await expect(allow.or(back).first()).toBeVisible();
  if (await allow.isVisible()) await allow.click();
  await expect(back.first()).toBeVisible();
}
