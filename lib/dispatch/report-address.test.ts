import { expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { encryptSecret } from '@/lib/platform/encryption/encrypt';
import { rewriteSecrets } from '@/lib/platform/encryption/rewrite';
import { env } from '@/lib/platform/env';
import { installationSecret } from '@/lib/platform/installation-secret';
import { describeOnDatabases } from '@/test/database';
import { describeServices } from '@/test/harness';
import { attendee } from './providers/attendee';
import { meetstream } from './providers/meetstream';
import { isReportToken, reportAddresses } from './report-address';

const tokenOf = async (botId: string, provider = meetstream) =>
  (await reportAddresses())(provider, botId)?.split('/').at(-1) ?? '';

describeServices('The address for reports on a bot', () => {
  it('has a token that is good for this bot and this provider alone', async () => {
    const address = (await reportAddresses())(meetstream, 'bot_1');
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/webhooks\/bots\/meetstream\/bot_1\/[\w-]{43}$/);
    expect((await reportAddresses())(meetstream, 'bot_1')).toBe(address);
    const token = await tokenOf('bot_1');
    expect(await isReportToken('meetstream', 'bot_1', token)).toBe(true);
    for (const [provider, botId, given] of [
      ['meetstream', 'bot_2', token],
      ['attendee', 'bot_1', token],
      ['meetstream', 'bot_1', await tokenOf('bot_2')],
      ['meetstream', 'bot_1', await tokenOf('bot_1', attendee)],
      ['meetstream', 'bot_1', `${token}A`],
      ['meetstream', 'bot_1', token.slice(0, -1)],
      ['meetstream', 'bot_1', ''],
      ['meetstream', 'bot_1\nx', token],
    ] as const)
      expect(await isReportToken(provider, botId, given)).toBe(false);
  });

  it('stays good when ENCRYPTION_KEY changes and what is stored is encrypted anew', async () => {
    const token = await tokenOf('bot_1');
    const { ENCRYPTION_KEY } = env();
    const name = 'report-address';
    const secret = await installationSecret(name);
    Object.assign(env(), {
      ENCRYPTION_KEY: Buffer.alloc(32, 9).toString('base64'),
      ENCRYPTION_KEY_PREVIOUS: [ENCRYPTION_KEY],
    });
    try {
      await rewriteSecrets();
      env().ENCRYPTION_KEY_PREVIOUS = [];
      expect(await installationSecret(name, { isFresh: true })).toBe(secret);
      expect(await isReportToken('meetstream', 'bot_1', token)).toBe(true);
      const stored = await db().installationSecret.findUniqueOrThrow({ where: { name } });
      expect(stored.secret).not.toContain(secret);
    } finally {
      Object.assign(env(), { ENCRYPTION_KEY, ENCRYPTION_KEY_PREVIOUS: [] });
    }
  });

  it('gets a new secret when the stored one can not be read any more, and other processes learn of it', async () => {
    const name = 'report-address';
    const token = await tokenOf('bot_1');
    // As another process has written it.
    const secret = encryptSecret('YW5vdGhlcg', 'InstallationSecret.secret', name);
    await db().installationSecret.update({ where: { name }, data: { secret } });
    expect(await isReportToken('meetstream', 'bot_1', token)).toBe(true);
    expect(await isReportToken('meetstream', 'bot_1', 'wrong')).toBe(false);
    expect(await tokenOf('bot_1')).not.toBe(token);
    await db().installationSecret.update({ where: { name }, data: { secret: 'v1.unreadable' } });
    const made = await installationSecret(name, { isFresh: true });
    expect(made).toMatch(/^[\w-]{43}$/);
    expect(await installationSecret(name, { isFresh: true })).toBe(made);
  });

  it('is none where the provider cannot reach us', async () => {
    const { MEETSTREAM_API_URL } = env();
    Object.assign(env(), { MEETSTREAM_API_URL: 'https://api.meetstream.example/api/v1' });
    try {
      expect((await reportAddresses())(meetstream, 'bot_1')).toBeNull();
    } finally {
      Object.assign(env(), { MEETSTREAM_API_URL });
    }
  });
}, ['pglite']);

describeOnDatabases('A secret of the installation', () => {
  it('is one, however many ask for it at once for the first time', async () => {
    const asked = Array.from({ length: 12 }, () => installationSecret('raced', { isFresh: true }));
    expect(new Set(await Promise.all(asked)).size).toBe(1);
  });
}, ['postgres']);
