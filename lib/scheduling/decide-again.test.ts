import { expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { env } from '@/lib/platform/env';
import { newAccount } from '@/test/account';
import { chooseProvider } from '@/test/bots';
import { describeServices, HOUR, now, pass } from '@/test/harness';
import { enableAutoSchedule } from './auto-schedule';
import { decideAgainForSenders } from './decide-again';

/** Attendee cannot join it. */
const WEBEX = 'https://acme.webex.com/meet/ada';

async function withWebex() {
  const account = await newAccount();
  await enableAutoSchedule(account.user.id, undefined, 'person', now());
  await account.add('Review', 3 * HOUR, { link: WEBEX });
  await account.add('Stand-up', 4 * HOUR);
  await account.sync();
  return account;
}

describeServices('A start with other bot providers in the environment', () => {
  it('decides again about stored meetings, once, for everyone whose provider it changes', async () => {
    const [one, other] = [await withWebex(), await withWebex()];
    await chooseProvider(other, 'meetstream');
    const statusOf = async (account: typeof one) =>
      (await account.bots()).map(({ title, status }) => `${title} ${status}`).sort();
    const all = ['Review Scheduled', 'Stand-up Scheduled'];
    expect(await decideAgainForSenders(now)).toBe(2);
    expect([await statusOf(one), await statusOf(other)]).toEqual([all, all]);
    expect(await decideAgainForSenders(now)).toBe(0);

    env().BOT_PROVIDER = 'attendee';
    pass(1_000);
    expect(await decideAgainForSenders(now)).toBe(2);
    expect(await decideAgainForSenders(now)).toBe(0);
    const without = ['Review Cancelled', 'Stand-up Scheduled'];
    expect([await statusOf(one), await statusOf(other)]).toEqual([without, all]);

    // The provider that the other account has chosen is no longer set up.
    const key = env().MEETSTREAM_API_KEY;
    env().MEETSTREAM_API_KEY = undefined;
    try {
      expect(await decideAgainForSenders(now)).toBe(2);
      expect(await statusOf(other)).toEqual(without);
    } finally {
      env().MEETSTREAM_API_KEY = key;
      env().BOT_PROVIDER = 'meetstream';
    }
    expect(await decideAgainForSenders(now)).toBe(2);
    expect(await statusOf(one)).toContain('Review Scheduled');
    expect(await db().decisionSetting.count()).toBe(1);
  });
}, ['pglite']);
