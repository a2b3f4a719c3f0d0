import { expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { env } from '@/lib/platform/env';
import { advanceNewest, atProvider, withBotOf } from '@/test/bots';
import { control, describeServices, MINUTE, now, pass, runJobs, sandbox } from '@/test/harness';
import { askSilentBots } from './ask-silent-bots';
import { pollBots } from './poll-bots';
import { attendee } from './providers/attendee';
import { meetstream } from './providers/meetstream';
import { reportAddresses } from './report-address';

const SECOND = 1_000;
const asked = async () =>
  (await control('GET', '/log?kind=bots&path=/attendee/api/v1/bots/bot_')).items.length;

/** Returns an account whose bot was sent by Attendee, which cannot report: our address is not https. */
async function withUnheardBot() {
  const made = await withBotOf('attendee');
  env().APP_URL = env().APP_URL.replace('https:', 'http:');
  pass(29 * MINUTE);
  await runJobs();
  return made;
}

describeServices('A provider that cannot report', () => {
  it('is given no address, and its bot is made; one that can is given ours', async () => {
    const { account } = await withUnheardBot();
    expect((await reportAddresses())(attendee, 'bot_1')).toBeNull();
    expect((await reportAddresses())(meetstream, 'bot_1')).toContain(env().APP_URL);
    expect((await account.bot()).status).toBe('Joining');
    expect(atProvider()).toHaveLength(1);
    expect(atProvider()[0]?.request).not.toHaveProperty('webhooks');
  });

  it('is asked every few seconds until the bot records, then each minute, and again when it has left', async () => {
    const { account } = await withUnheardBot();
    expect([await pollBots(now()), await asked()]).toEqual([0, 1]);
    await advanceNewest('bot.in_waiting_room');
    // Not before its turn.
    expect([await pollBots(now()), await asked()]).toEqual([0, 1]);
    for (const [step, status] of [
      ['bot.in_waiting_room', 'WaitingRoom'],
      ['bot.inmeeting', 'InMeeting'],
      ['bot.recording', 'Recording'],
    ] as const) {
      await advanceNewest(step);
      pass(4 * SECOND);
      expect(await pollBots(now())).toBe(1);
      expect((await account.bot()).status).toBe(status);
    }
    // The turn of a moment ago was still that of a bot on its way.
    pass(4 * SECOND);
    expect([await pollBots(now()), await asked()]).toEqual([0, 5]);
    pass(4 * SECOND);
    expect([await pollBots(now()), await asked()]).toEqual([0, 5]);
    await advanceNewest('bot.done');
    pass(MINUTE);
    // The sweep leaves these bots to the poll.
    expect(await askSilentBots(now())).toBe(0);
    expect(await pollBots(now())).toBe(1);
    expect((await account.bot()).status).toBe('Done');
    const entries = await db().activityEntry.findMany({ where: { action: 'bot.status' } });
    expect(new Set(entries.map(({ cause }) => cause))).toEqual(new Set(['provider_asked']));
    pass(MINUTE);
    expect([await pollBots(now()), await asked()]).toEqual([0, 6]);
  });

  it('is asked about a bot that stays in its meeting without recording no more often than each minute', async () => {
    await withUnheardBot();
    await advanceNewest('bot.inmeeting');
    expect(await pollBots(now())).toBe(1);
    pass(3 * MINUTE);
    expect([await pollBots(now()), await asked()]).toEqual([0, 2]);
    pass(30 * SECOND);
    expect([await pollBots(now()), await asked()]).toEqual([0, 2]);
    pass(31 * SECOND);
    expect([await pollBots(now()), await asked()]).toEqual([0, 3]);
  });
}, ['pglite']);

describeServices('A provider that cannot report', () => {
  it('is asked by one process only, however many ask at once, and again after a call that failed', async () => {
    const { account } = await withUnheardBot();
    await advanceNewest('bot.inmeeting');
    const fault = { match: { path: '/bots/bot_' }, times: 1, effect: { status: 503 } };
    await control('POST', '/faults', fault);
    await Promise.all([pollBots(now()), pollBots(now()), pollBots(now())]);
    expect([await asked(), (await account.bot()).status]).toEqual([1, 'Joining']);
    pass(4 * SECOND);
    expect(await pollBots(now())).toBe(1);
    expect((await account.bot()).status).toBe('InMeeting');
  });

  it('is asked less often while it is down, at most each half minute, and as usual once it has answered', async () => {
    await withUnheardBot();
    const asksWithin = async (seconds: number) => {
      const before = await asked();
      for (let second = 0; second < seconds; second++) {
        await pollBots(now());
        pass(SECOND);
      }
      return (await asked()) - before;
    };
    const usual = await asksWithin(20);
    expect(usual).toBeGreaterThanOrEqual(7);
    await control('POST', '/faults', { match: { path: '/bots/bot_' }, effect: { status: 503 } });
    // At 0, 3, 9, 21, 45, 75, 105, 135 and 165 s.
    expect(await asksWithin(180)).toBe(9);
    sandbox.world.faults.remove();
    expect(await asksWithin(30)).toBeGreaterThan(1);
    expect(await asksWithin(20)).toBe(usual);
  });
}, ['postgres']);
