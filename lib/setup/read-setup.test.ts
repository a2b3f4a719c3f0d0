import { expect, it } from 'vitest';
import { startSession } from '@/lib/accounts/sessions';
import { db } from '@/lib/platform/database/client';
import { env } from '@/lib/platform/env';
import { newAccount } from '@/test/account';
import { describeServices, now } from '@/test/harness';
import { readSetup } from './read-setup';

const came = { forwarded: [], host: new URL('http://localhost').host };
const checksOf = async () =>
  Object.fromEntries((await readSetup(came, now)).checks.map((check) => [check.name, check]));

describeServices('The checks of the setup', () => {
  it('see what Google, the provider and the rows say, and ask others once in half a minute', async () => {
    const account = await newAccount();
    await startSession(account.user.id, {}, now());
    const { GOOGLE_CLIENT_SECRET } = env();
    env().GOOGLE_CLIENT_SECRET = 'wrong';
    const before = await checksOf();
    expect(before.google_client).toMatchObject({ state: 'failed' });
    expect(before.bot_provider).toMatchObject({ state: 'ok' });
    expect(before.database).toMatchObject({ state: 'ok' });
    expect(before.encryption_key).toMatchObject({
      state: 'ok',
      seen: 'ENCRYPTION_KEY reads what is stored.',
    });
    expect(before.redirect_address?.last).toMatchObject({ what: 'Last sign-in' });
    expect(JSON.stringify(before)).not.toContain(account.credentials.refreshToken);
    env().GOOGLE_CLIENT_SECRET = GOOGLE_CLIENT_SECRET;
    // What was answered counts for half a minute.
    expect((await checksOf()).google_client).toMatchObject({ state: 'failed' });

    await db().calendarConnection.updateMany({ data: { refreshToken: 'v1.AAAA' } });
    expect((await checksOf()).encryption_key).toMatchObject({ state: 'failed' });
  });
}, ['pglite']);
