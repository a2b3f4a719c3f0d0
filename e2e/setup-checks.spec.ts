import { expect } from '@playwright/test';
import { startApp } from './app';
import { test } from './conforming';
import { signInAsAda } from './sign-in';

test('an administrator sees how the installation is set up', async ({ page }) => {
  const app = await startApp();
  try {
    await signInAsAda(page, app.url);
    await page.goto(`${app.url}/administration`);
    const checks = page.getByRole('list', { name: 'Setup checks' });
    await expect(checks.getByRole('listitem')).toHaveCount(11);
    const check = (title: string) => checks.getByRole('listitem').filter({ hasText: title });
    for (const title of ['Google client', 'Redirect address', 'Bot provider', 'Database', 'Encryption key'])
      await expect(check(title)).toContainText('OK');
    await expect(check('Redirect address')).toContainText(`${app.url}/api/auth/callback/google`);
    await expect(check('Redirect address')).toContainText('Last sign-in: just now.');
    await page.getByRole('button', { name: 'Check again' }).click();
    await expect(page.getByRole('button', { name: 'Check again' })).toBeEnabled();
    if (process.env.PICTURES) {
      for (const [name, width, scheme] of [
        ['wide-light', 1280, 'light'],
        ['wide-dark', 1280, 'dark'],
        ['phone-light', 390, 'light'],
        ['phone-dark', 390, 'dark'],
      ] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme: scheme });
        await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true });
      }
      await page.goto(`${app.url}/api/v1/docs#updateSettings`);
      await page.screenshot({ path: `${process.env.PICTURES}/docs.png` });
    }
  } finally {
    await app.stop();
  }
});
