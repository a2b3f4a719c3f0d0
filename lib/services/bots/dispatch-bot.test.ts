import { describe, expect, it } from 'vitest';
import { meetstream } from '@/lib/bot-providers/meetstream';
import { db } from '@/lib/db/client';
import { scheduleBot } from '../meetings/schedule-bot';
import { setOverride } from '../meetings/series-wishes';
import { unscheduleBot } from '../meetings/unschedule-bot';
import { sweep } from '../sweep';
import { takeOver } from '../take-over';
import {
  type Account,
  control,
  DAY,
  describeServices,
  HOUR,
  inbox,
  jobs,
  later,
  MINUTE,
  newAccount,
  now,
  pass,
  received,
  refusal,
  runJobs,
  sandbox,
  scheduleBody,
  unscheduleBody,
  until,
} from '../testing';
import { applyBotEvent } from './apply-bot-event';
import { dispatchBot } from './dispatch-bot';
import { recallBot } from './recall-bot';

const CREATE = { path: 'create_bot' };
const LOST = { match: CREATE, times: 1, effect: { afterWork: true, cutConnection: true } };
const ROOM = 'https://us02web.zoom.us/j/5551234567';

/** An account with a meeting in half an hour and a bot for it. */
async function withBot(fields: object = {}, booking: object = {}) {
  const account = await newAccount();
  const google = await account.add('Standup', 30 * MINUTE, fields);
  await account.sync();
  const event = await account.event(google.id);
  const { bot_id: botId } = await scheduleBot(account.user, event.id, scheduleBody(booking), 'api', now());
  return { account, google, event, botId };
}

/** The same, with the bot in the meeting. */
async function withBotInside(fields: object = {}, booking: object = {}) {
  const made = await withBot(fields, booking);
  pass(29 * MINUTE);
  await runJobs();
  await advance(made.account, 'bot.inmeeting');
  expect((await made.account.bot()).status).toBe('InMeeting');
  return made;
}

async function advance(account: Account, to: string, reason?: string): Promise<void> {
  const bots = await account.bots();
  const { providerBotId } = bots.findLast((bot) => bot.providerBotId) ?? {};
  const told = inbox.webhooks.length;
  const before = (await control('GET', `/bots/${providerBotId}`)).history.length;
  const { history } = await control('POST', `/bots/${providerBotId}/advance`, { to, reason });
  await received('webhooks', told + history.length - before);
}

/** The next minute: what the sweep finds is done. */
async function minute(ms = MINUTE): Promise<void> {
  pass(ms);
  await sweep(now());
  await runJobs();
}

describeServices('sending a bot', (kind) => {
  describe('in time', () => {
    it('asks the provider once, with all it needs, and follows the bot to its end', async () => {
      const booking = {
        bot_config: { bot_name: 'Scribe', custom_attributes: { team: 'a' }, transcription: { deepgram: {} } },
      };
      const { account, botId } = await withBot({}, booking);
      await runJobs();
      expect((await account.bot()).status).toBe('Scheduled');
      pass(29 * MINUTE);
      await runJobs();
      const calls = await account.providerCalls('create_bot');
      expect(calls.map((call) => [call.status, call.idempotencyKey])).toEqual([[201, botId]]);
      expect(calls[0]?.body).toMatchObject({
        meeting_link: 'https://us02web.zoom.us/j/81234567890',
        bot_name: 'Scribe',
        video_required: false,
        custom_attributes: { team: 'a', usher_bot_id: botId },
        recording_config: { transcript: { provider: { deepgram: {} } } },
        callback_url: expect.stringContaining('/api/webhooks/bots/meetstream'),
      });
      expect(calls[0]?.body).not.toHaveProperty('transcription');
      const steps = [
        ['bot.joining', 'Joining'],
        ['bot.in_waiting_room', 'WaitingRoom'],
        ['bot.inmeeting', 'InMeeting'],
        ['bot.recording', 'Recording'],
        ['bot.leaving', 'Leaving'],
        ['bot.stopped', 'Done'],
        ['bot.done', 'Done'],
      ] as const;
      for (const [step, status] of steps) {
        await advance(account, step);
        expect((await account.bot()).status).toBe(status);
      }
    });

    it('not before its time, nor for a booking that has changed since it was armed', async () => {
      const { account, google, botId } = await withBot();
      pass(28 * MINUTE);
      expect(await dispatchBot(botId, 1, now)).toEqual({ state: 'fenced' });
      await account.edit(google.id, { link: ROOM });
      await account.sync();
      pass(MINUTE);
      expect(await dispatchBot(botId, 1, now)).toEqual({ state: 'fenced' });
      expect(await dispatchBot(botId, 2, now)).toMatchObject({ state: 'sent' });
      expect((await account.providerCalls('create_bot'))[0]?.body).toMatchObject({ meeting_link: ROOM });
      expect(await dispatchBot(botId, 2, now)).toEqual({ state: 'fenced' });
    });

    it('once, however many processes wake up for it', async () => {
      const { account, botId } = await withBot();
      pass(29 * MINUTE);
      const outcomes = await Promise.all(Array.from({ length: 8 }, () => dispatchBot(botId, 1, now)));
      expect(outcomes.filter((outcome) => outcome.state === 'sent')).toHaveLength(1);
      expect(await account.providerCalls('create_bot')).toHaveLength(1);
    });

    it('each of two accounts’ bots into its own meeting, also into one room', async () => {
      const one = await withBot();
      const other = await withBot();
      pass(29 * MINUTE);
      await runJobs();
      expect((await one.account.bot()).providerBotId).not.toBe((await other.account.bot()).providerBotId);
    });
  });

  if (kind === 'postgres')
    describe('when something fails', () => {
      it('an answer that got lost: the next try is told of the same bot', async () => {
        const { account, botId } = await withBot();
        pass(29 * MINUTE);
        await control('POST', '/faults', {
          match: CREATE,
          times: 1,
          effect: { afterWork: true, cutConnection: true },
        });
        expect(await dispatchBot(botId, 1, now)).toMatchObject({ state: 'retry' });
        expect(await account.bot()).toMatchObject({ status: 'Joining', providerBotId: null, attempts: 1 });
        await minute();
        const calls = await account.providerCalls('create_bot');
        expect(calls.map((call) => call.status)).toEqual([null, 507]);
        expect(sandbox.world.bots.size).toBe(1);
        expect((await account.bot()).providerBotId).toBe([...sandbox.world.bots.keys()][0]);
      });

      it('a process that died after asking: its claim runs out and the same bot is found', async () => {
        const { account, botId } = await withBot();
        pass(29 * MINUTE);
        await dispatchBot(botId, 1, now);
        // What the row looked like when the process died before it kept the answer.
        await db().scheduledBot.update({
          where: { id: botId },
          data: { providerBotId: null, leaseUntil: new Date(+now() + 30_000) },
        });
        await sweep(now());
        await runJobs();
        expect((await account.bot()).providerBotId).toBeNull();
        await minute();
        expect(sandbox.world.bots.size).toBe(1);
        expect((await account.bot()).providerBotId).toBe([...sandbox.world.bots.keys()][0]);
      });

      it('a provider that is down for a while: tried again with growing pauses', async () => {
        const { account, botId } = await withBot();
        pass(29 * MINUTE);
        await control('POST', '/faults', { match: CREATE, times: 3, effect: { status: 503 } });
        const pauses: number[] = [];
        for (;;) {
          const outcome = await dispatchBot(botId, 1, now);
          if (outcome.state !== 'retry') break;
          pauses.push(Date.parse(outcome.retryAt) - +now());
          pass(pauses.at(-1) ?? 0);
        }
        expect(pauses).toEqual([1000, 2000, 4000]);
        expect(await account.bot()).toMatchObject({ status: 'Joining', attempts: 4, nextAttemptAt: null });
        expect(
          new Set((await account.providerCalls('create_bot')).map((call) => call.idempotencyKey)),
        ).toEqual(new Set([botId]));
      });

      it('as long as the provider asks to be left alone', async () => {
        const { botId } = await withBot();
        pass(29 * MINUTE);
        await control('POST', '/faults', {
          match: CREATE,
          times: 1,
          effect: { status: 429, retryAfterSeconds: 40 },
        });
        expect(await dispatchBot(botId, 1, now)).toEqual({
          state: 'retry',
          retryAt: later(29 * MINUTE + 40_000),
        });
        // Whoever has looked up what is due before may come only now.
        pass(39_999);
        expect(await dispatchBot(botId, 1, now)).toEqual({ state: 'fenced' });
        pass(1);
        expect(await dispatchBot(botId, 1, now)).toMatchObject({ state: 'sent' });
      });

      it('a refusal is final and keeps the provider’s words', async () => {
        const { account } = await withBot();
        pass(29 * MINUTE);
        await control('POST', '/faults', {
          match: CREATE,
          effect: { status: 422, reason: 'This link cannot be joined.' },
        });
        await runJobs();
        expect(await account.bot()).toMatchObject({
          status: 'Error',
          statusReason: expect.stringContaining('This link cannot be joined.'),
        });
        await minute();
        expect(await account.providerCalls('create_bot')).toHaveLength(1);
      });

      it('a provider that is down to the end: missed, and it says so', async () => {
        const { account } = await withBot();
        pass(29 * MINUTE);
        await control('POST', '/faults', { match: CREATE, effect: { status: 503 } });
        await runJobs();
        while (+now() < Date.parse(later(HOUR))) {
          await minute(5 * MINUTE);
          if (+now() < Date.parse(later(HOUR))) expect((await account.bot()).status).toBe('Joining');
        }
        expect((await account.bot()).status).toBe('Missed');
        await minute();
        expect((await account.bots()).map((bot) => bot.status)).toEqual(['Missed']);
      });

      it('an outage of ours: the bot joins late as long as the meeting runs, and else is missed', async () => {
        const running = await withBot({ end: { dateTime: later(2 * HOUR) } });
        const over = await withBot();
        jobs.length = 0;
        pass(HOUR);
        await minute();
        expect(await running.account.bot()).toMatchObject({ status: 'Joining' });
        const { summary } = await db().activityEntry.findFirstOrThrow({
          where: { action: 'bot.sent', botId: running.botId },
        });
        expect(summary).toContain('31 min late');
        expect((await over.account.bot()).status).toBe('Missed');
      });

      it('a meeting that ended during our outage is missed, also when its calendar is synced first', async () => {
        const { account, google } = await withBot();
        jobs.length = 0;
        pass(2 * HOUR);
        await account.edit(google.id, { summary: 'Renamed afterwards' });
        await account.sync();
        await minute();
        expect((await account.bot()).status).toBe('Missed');
      });

      it('a meeting prolonged while the provider is down is still joined after its old end', async () => {
        const { account, google } = await withBot();
        pass(29 * MINUTE);
        await control('POST', '/faults', { match: CREATE, effect: { status: 503 } });
        await runJobs();
        await account.edit(google.id, { end: { dateTime: later(3 * HOUR) }, summary: 'Prolonged' });
        await account.sync();
        pass(HOUR);
        await minute();
        expect(await account.bot()).toMatchObject({ status: 'Joining', title: 'Prolonged' });
        sandbox.world.faults.remove();
        await minute();
        expect((await account.bot()).providerBotId).not.toBeNull();
      });

      it('lost reports: the provider is asked how its bot is, every few minutes', async () => {
        const { account } = await withBotInside();
        const asked = () => control('GET', '/log?kind=bots&path=/status').then(({ items }) => items.length);
        const [bot] = sandbox.world.bots.values();
        if (bot) bot.callbackUrl = undefined;
        await control('POST', `/bots/${bot?.id}/advance`, { to: 'bot.recording' });
        await minute(2 * MINUTE);
        expect([(await account.bot()).status, await asked()]).toEqual(['InMeeting', 0]);
        await control('POST', '/faults', { match: { path: '/status' }, times: 1, effect: { status: 200 } });
        await minute(2 * MINUTE);
        await minute();
        expect([(await account.bot()).status, await asked()]).toEqual(['InMeeting', 1]);
        await minute(3 * MINUTE);
        expect((await account.bot()).status).toBe('Recording');
      });

      it('a bot that never reports its end is let go hours later', async () => {
        const { account } = await withBotInside();
        pass(8 * HOUR);
        await minute();
        expect(await account.bot()).toMatchObject({ status: 'Done', statusReason: expect.any(String) });
        const entry = await db().activityEntry.findFirstOrThrow({ where: { cause: 'provider_silent' } });
        expect(entry).toMatchObject({
          actor: 'usher',
          before: { status: 'InMeeting' },
          after: { status: 'Done' },
        });
      });
    });

  if (kind === 'postgres')
    describe('when an answer was lost and with it the bot', () => {
      const atProvider = () => [...sandbox.world.bots.values()];
      const inRoom = () => atProvider().filter((bot) => !['Stopped', 'Done'].includes(bot.status));

      it.each([400, 401, 403, 409])(
        'a refusal (%i) is not believed: asked on with the same key',
        async (status) => {
          const { account, event, botId } = await withBot();
          pass(29 * MINUTE);
          await control('POST', '/faults', LOST);
          await dispatchBot(botId, 1, now);
          jobs.length = 0;
          await control('POST', '/faults', { match: CREATE, times: 2, effect: { status } });
          await minute();
          await minute();
          expect(await account.bot()).toMatchObject({ status: 'Joining', providerBotId: null });
          const again = scheduleBot(account.user, event.id, scheduleBody(), 'api', now());
          expect(await refusal(again)).toMatchObject({ code: 'already_scheduled' });
          await minute(2 * MINUTE);
          expect(atProvider().map((bot) => bot.id)).toEqual([(await account.bot()).providerBotId]);
        },
      );

      it('a process that died while it asked has lost it as well', async () => {
        const { account, botId } = await withBot();
        pass(29 * MINUTE);
        await dispatchBot(botId, 1, now);
        await db().scheduledBot.update({
          where: { id: botId },
          data: { providerBotId: null, leaseUntil: new Date(+now() + 30_000) },
        });
        await takeOver(now());
        await control('POST', '/faults', { match: CREATE, times: 1, effect: { status: 409 } });
        await minute();
        expect(await account.bot()).toMatchObject({ status: 'Joining', outcomeUnknown: true });
        await minute();
        expect((await account.bot()).providerBotId).toBe(atProvider()[0]?.id);
      });

      it('and all is refused to the end: a report brings the bot back', async () => {
        const { account, botId } = await withBot();
        pass(29 * MINUTE);
        await control('POST', '/faults', LOST);
        await dispatchBot(botId, 1, now);
        await control('POST', '/faults', { match: CREATE, effect: { status: 403 } });
        await minute(HOUR);
        expect(await account.bot()).toMatchObject({ status: 'Error', providerBotId: null });
        const [bot] = atProvider();
        await control('POST', `/bots/${bot?.id}/advance`, { to: 'bot.inmeeting' });
        await received('webhooks', 3);
        expect(await account.bot()).toMatchObject({ status: 'InMeeting', providerBotId: bot?.id });
        await control('POST', `/bots/${bot?.id}/advance`, { to: 'bot.stopped' });
        await received('webhooks', 6);
        expect((await account.bot()).status).toBe('Done');
      });

      it.each([
        ['Cancelled', false],
        ['Error', true],
      ] as const)(
        'a report of one whose row is %s makes it leave (successor: %s)',
        async (status, successor) => {
          const { account, event, botId } = await withBot();
          pass(29 * MINUTE);
          await control('POST', '/faults', LOST);
          await dispatchBot(botId, 1, now);
          await db().scheduledBot.update({ where: { id: botId }, data: { status, leaseUntil: null } });
          if (successor) await scheduleBot(account.user, event.id, scheduleBody(), 'api', now());
          const [first] = atProvider();
          await control('POST', `/bots/${first?.id}/advance`, { to: 'bot.joining' });
          await received('webhooks', 1);
          await minute();
          expect(first?.status).toBe('Stopped');
          expect(inRoom()).toHaveLength(successor ? 1 : 0);
          expect((await account.bots())[0]).toMatchObject({ status: 'Cancelled', providerBotId: first?.id });
        },
      );

      it('the meeting moved during our outage: the bot is found, leaves, and the new time has its own', async () => {
        const { account, google, botId } = await withBot();
        pass(29 * MINUTE);
        await control('POST', '/faults', LOST);
        await dispatchBot(botId, 1, now);
        jobs.length = 0;
        await account.move(google.id, 2 * HOUR);
        await account.sync();
        jobs.length = 0;
        pass(90 * MINUTE);
        await takeOver(now());
        await minute();
        await minute();
        expect((await account.providerCalls('remove_bot')).map((call) => call.path)).toEqual([
          expect.stringContaining(atProvider()[0]?.id ?? ''),
        ]);
        expect(inRoom()).toEqual([]);
        expect(await account.botStates()).toEqual(['Cancelled 29', 'Scheduled 149']);
      });

      it('the meeting ended during our outage: the bot that was at it is known as such', async () => {
        const { account, botId } = await withBot();
        pass(29 * MINUTE);
        await control('POST', '/faults', LOST);
        await dispatchBot(botId, 1, now);
        jobs.length = 0;
        // None of its reports reaches us.
        for (const bot of atProvider()) bot.callbackUrl = undefined;
        await control('POST', `/bots/${atProvider()[0]?.id}/advance`, { to: 'bot.stopped' });
        await minute(2 * HOUR);
        expect(await account.bot()).toMatchObject({ status: 'Joining', providerBotId: atProvider()[0]?.id });
        await minute(4 * MINUTE);
        expect((await account.bot()).status).toBe('Done');
      });

      it('nor had one been made when the meeting ended: none stays in the empty room', async () => {
        const { account, botId } = await withBot();
        pass(29 * MINUTE);
        await control('POST', '/faults', { match: CREATE, times: 1, effect: { status: 503 } });
        await dispatchBot(botId, 1, now);
        await minute(2 * HOUR);
        expect(await account.bot()).toMatchObject({ status: 'Missed', statusReason: expect.any(String) });
        expect(inRoom()).toEqual([]);
      });

      it('a provider that only refuses does not hold the successor up for ever', async () => {
        const { account, google, botId } = await withBot();
        pass(29 * MINUTE);
        await control('POST', '/faults', { match: CREATE, times: 1, effect: { status: 503 } });
        await dispatchBot(botId, 1, now);
        await control('POST', '/faults', { match: CREATE, effect: { status: 401 } });
        await account.move(google.id, 9 * HOUR);
        await account.sync();
        await minute();
        expect((await account.bot()).status).toBe('Joining');
        await minute(HOUR);
        expect(await account.botStates()).toEqual(['Cancelled 29', 'Scheduled 569']);
      });
    });

  it('one that was taken off after a certain “not now” is never made', async () => {
    const { account, event } = await withBot();
    pass(29 * MINUTE);
    await control('POST', '/faults', { match: CREATE, times: 1, effect: { status: 429 } });
    await runJobs();
    await unscheduleBot(account.user.id, event.id, unscheduleBody(), 'api', now());
    await minute();
    await minute();
    expect(await account.bot()).toMatchObject({ status: 'Cancelled', statusReason: 'Called back by hand.' });
    expect(await account.providerCalls('create_bot')).toHaveLength(1);
    expect(sandbox.world.bots.size).toBe(0);
  });

  it('one that was taken off is not made by a try that is on its way either', async () => {
    const { account, event, botId } = await withBot();
    pass(29 * MINUTE);
    await control('POST', '/faults', { match: CREATE, times: 1, effect: { status: 429 } });
    await dispatchBot(botId, 1, now);
    await unscheduleBot(account.user.id, event.id, unscheduleBody(), 'api', now());
    pass(MINUTE);
    expect(await dispatchBot(botId, 1, now)).toMatchObject({ state: 'failed' });
    expect((await account.bot()).status).toBe('Cancelled');
    expect(sandbox.world.bots.size).toBe(0);
  });

  describe('what the provider reports', () => {
    it('reports that come before the answer to the request are believed', async () => {
      const { account, botId } = await withBot();
      pass(29 * MINUTE);
      await control('POST', '/faults', {
        match: CREATE,
        times: 1,
        effect: { afterWork: true, delayMs: 1, cutConnection: true },
      });
      await dispatchBot(botId, 1, now);
      const [atProvider] = sandbox.world.bots.values();
      await control('POST', `/bots/${atProvider?.id}/advance`, { to: 'bot.inmeeting' });
      await received('webhooks', 3);
      expect(await account.bot()).toMatchObject({ status: 'InMeeting', providerBotId: atProvider?.id });
      await minute();
      expect(await account.providerCalls('create_bot')).toHaveLength(1);
    });

    it('doubled and in any order: the furthest state stands, and an end is an end', async () => {
      const { account } = await withBot();
      pass(29 * MINUTE);
      await runJobs();
      inbox.hold = true;
      await advance(account, 'bot.done');
      const reports = inbox.webhooks.map(({ headers, body }) => meetstream.readWebhook(headers, body, now()));
      const apply = async (step: number) => {
        const event = reports[step];
        return event ? applyBotEvent('meetstream', event, now()) : null;
      };
      const [inMeeting, waitingRoom, recording, stopped] = [2, 1, 3, 5];
      expect([await apply(inMeeting), await apply(waitingRoom), await apply(inMeeting)]).toEqual([
        true,
        false,
        false,
      ]);
      expect((await account.bot()).status).toBe('InMeeting');
      expect([await apply(stopped), await apply(recording), await apply(stopped)]).toEqual([
        true,
        false,
        false,
      ]);
      expect((await account.bot()).status).toBe('Done');
      const told = await db().activityEntry.count({
        where: { userId: account.user.id, action: 'bot.status' },
      });
      expect(told).toBe(2);
    });

    it('of bots that are unknown, not sent yet or another provider’s changes nothing', async () => {
      const { account, botId } = await withBot();
      const report = { providerBotId: 'p1', botId, status: 'InMeeting' as const, message: null };
      expect(await applyBotEvent('meetstream', report, now())).toBe(false);
      expect(await applyBotEvent('meetstream', { ...report, botId: 'bot_unknown' }, now())).toBe(false);
      pass(29 * MINUTE);
      await runJobs();
      expect(await applyBotEvent('meetstream', report, now())).toBe(false);
      const { providerBotId } = await account.bot();
      expect(await applyBotEvent('other', { ...report, providerBotId: providerBotId ?? '' }, now())).toBe(
        false,
      );
      expect((await account.bot()).status).toBe('Joining');
    });

    it('ends other than the usual one', async () => {
      for (const [reason, status] of [
        ['Denied', 'Denied'],
        ['NotAllowed', 'NotAllowed'],
        ['Error', 'Error'],
      ]) {
        const { account } = await withBot({
          start: { dateTime: new Date(+now() + 30 * MINUTE).toISOString() },
          end: { dateTime: new Date(+now() + HOUR).toISOString() },
        });
        pass(30 * MINUTE);
        await runJobs();
        await advance(account, 'bot.stopped', reason);
        expect(await account.bot()).toMatchObject({ status, statusReason: expect.any(String) });
      }
    });
  });

  if (kind === 'postgres')
    describe('calling a bot back', () => {
      const removals = async (account: Account) => (await account.providerCalls('remove_bot')).length;

      it('the meeting is cancelled while the bot is in it', async () => {
        const { account, google } = await withBotInside();
        await account.cancel(google.id);
        await account.sync();
        expect(await account.bot()).toMatchObject({
          status: 'InMeeting',
          recallRequestedAt: expect.any(Date),
        });
        await runJobs();
        await account.sync();
        await minute();
        expect(await account.bot()).toMatchObject({
          status: 'Cancelled',
          statusReason: 'The meeting is cancelled.',
        });
        expect(await removals(account)).toBe(1);
      });

      it('the meeting moves to later while the bot is joining: it is called back and a new one booked', async () => {
        const { account, google } = await withBot({}, { bot_config: { bot_name: 'Scribe' } });
        pass(29 * MINUTE);
        await runJobs();
        await account.move(google.id, 2 * HOUR);
        await account.sync();
        pass(1000);
        await runJobs();
        expect(await account.botStates()).toEqual(['Cancelled 29', 'Scheduled 149']);
        expect((await account.bots()).map((bot) => bot.botName)).toEqual(['Scribe', 'Scribe']);
        expect(await removals(account)).toBe(1);
        pass(2 * HOUR);
        await runJobs();
        expect(sandbox.world.bots.size).toBe(2);
      });

      it('the meeting moves into the past while the bot is on its way', async () => {
        const { account, google } = await withBotInside();
        await account.move(google.id, -DAY);
        await account.sync();
        await runJobs();
        expect((await account.bots()).map((bot) => bot.status)).toEqual(['Cancelled']);
      });

      it('the link changes while the bot is in the room: a new one goes to the new room', async () => {
        const { account, google } = await withBotInside();
        await account.edit(google.id, { link: ROOM });
        await account.sync();
        pass(1000);
        await runJobs();
        expect((await account.bots()).map((bot) => [bot.status, bot.meetingUrl])).toEqual([
          ['Cancelled', 'https://us02web.zoom.us/j/81234567890'],
          ['Joining', ROOM],
        ]);
        expect(await removals(account)).toBe(1);
      });

      it.each(['auto', 'chain'] as const)('the link changes and the bot was booked by %s', async (source) => {
        const booking = source === 'chain' ? { recurring_event: true } : {};
        const { account, google, botId } = await withBotInside({ recurrence: ['RRULE:FREQ=DAILY'] }, booking);
        await db().scheduledBot.update({ where: { id: botId }, data: { source } });
        await account.edit(account.instance(google, 30 * MINUTE), { link: ROOM });
        await account.sync();
        pass(1000);
        await runJobs();
        expect((await account.bots()).map((bot) => [bot.status, bot.meetingUrl])).toEqual([
          ['Cancelled', 'https://us02web.zoom.us/j/81234567890'],
          ['Joining', ROOM],
        ]);
      });

      it('another form of the same link, a new title or a few minutes do not disturb it', async () => {
        const { account, google } = await withBotInside();
        await account.edit(google.id, { link: 'https://zoom.us/j/81234567890?pwd=abc', summary: 'Renamed' });
        await account.move(google.id, 3 * MINUTE);
        await account.sync();
        await runJobs();
        expect(await account.bot()).toMatchObject({
          status: 'InMeeting',
          recallRequestedAt: null,
          meetingUrl: 'https://zoom.us/j/81234567890?pwd=abc',
          meetingStart: new Date(later(33 * MINUTE)),
        });
        // Nor does it get a successor when it has been sent away.
        await db().user.update({ where: { id: account.user.id }, data: { autoScheduleEnabled: true } });
        await advance(account, 'bot.stopped', 'Denied');
        await account.edit(google.id, { link: 'https://zoom.us/j/81234567890', summary: 'Renamed again' });
        await account.sync();
        expect((await account.bot()).status).toBe('Denied');
      });

      it('the provider’s own report that it has left comes first: still replaced', async () => {
        const { account, google } = await withBotInside();
        await account.edit(google.id, { link: ROOM });
        await account.sync();
        await advance(account, 'bot.stopped');
        pass(1000);
        await runJobs();
        expect((await account.bots()).map((bot) => bot.meetingUrl)).toEqual([
          'https://us02web.zoom.us/j/81234567890',
          ROOM,
        ]);
        expect((await account.bots())[1]?.status).toBe('Joining');
      });

      it.each(['occurrence', 'series'] as const)('a person wants no bot at this %s', async (what) => {
        const { account, event, botId } = await withBotInside({ recurrence: ['RRULE:FREQ=DAILY'] });
        const { occurrenceId } = await account.bot();
        const id = what === 'series' ? event.id : (occurrenceId ?? '');
        await setOverride(account.user, id, 'never', 'person', now());
        await runJobs();
        await minute();
        expect(await account.bot()).toMatchObject({ status: 'Cancelled', cancelledByCalendar: false });
        expect(await removals(account)).toBe(1);
        const entry = await db().activityEntry.findFirstOrThrow({
          where: { botId, action: 'bot.recall_requested' },
        });
        expect(entry.actor).toBe('person');
        const left = await db().activityEntry.findFirstOrThrow({ where: { botId, action: 'bot.recalled' } });
        expect([left.cause, left.before, left.after]).toEqual([
          'recall',
          { status: expect.stringMatching(/InMeeting|Leaving|Done/) },
          { status: 'Cancelled' },
        ]);
      });

      it('off and on again: the wish is kept until the bot has left, and then booked', async () => {
        const { account, event } = await withBotInside();
        const bot_config = { bot_name: 'Second', custom_attributes: { a: 'b' } };
        await unscheduleBot(account.user.id, event.id, unscheduleBody(), 'api', now());
        expect(
          await scheduleBot(account.user, event.id, scheduleBody({ bot_config }), 'api', now()),
        ).toMatchObject({
          scheduled: true,
          bot_id: (await account.bot()).id,
        });
        pass(1000);
        await runJobs();
        expect((await account.bots()).map((bot) => [bot.status, bot.botName, bot.source])).toEqual([
          ['Cancelled', 'Second', 'manual'],
          ['Joining', 'Second', 'manual'],
        ]);
        expect((await account.bots())[1]?.customAttributes).toEqual({ a: 'b' });
      });

      it('off, on and off again: no bot', async () => {
        const { account, event } = await withBotInside();
        await unscheduleBot(account.user.id, event.id, unscheduleBody(), 'api', now());
        await scheduleBot(account.user, event.id, scheduleBody(), 'api', now());
        await unscheduleBot(account.user.id, event.id, unscheduleBody(), 'api', now());
        await runJobs();
        await minute();
        expect((await account.bots()).map((bot) => bot.status)).toEqual(['Cancelled']);
      });

      it('a provider that is down is asked again until it has heard', async () => {
        const { account, google, botId } = await withBotInside();
        await account.cancel(google.id);
        await account.sync();
        jobs.length = 0;
        await control('POST', '/faults', {
          match: { path: 'remove_bot' },
          times: 1,
          effect: { status: 503 },
        });
        await expect(recallBot(botId, now)).rejects.toThrow('503');
        expect((await account.bot()).status).toBe('InMeeting');
        await minute();
        expect((await account.bot()).status).toBe('Cancelled');
      });

      it('cancelled while the provider is being asked: called back as soon as it has answered', async () => {
        const { account, google, botId } = await withBot();
        pass(29 * MINUTE);
        const fault = await control('POST', '/faults', { match: CREATE, times: 1, effect: { delayMs: 300 } });
        const sending = dispatchBot(botId, 1, now);
        await until(() => sandbox.world.faults.rules.some((rule) => rule.id === fault.id && rule.hits === 1));
        await account.cancel(google.id);
        await account.sync();
        expect(await recallBot(botId, now)).toBe(false);
        await sending;
        expect((await account.bot()).status).toBe('Cancelled');
        expect(await removals(account)).toBe(1);
      });

      it('moved to later while the provider is down: the new time has its bot', async () => {
        const { account, google } = await withBot();
        pass(29 * MINUTE);
        await control('POST', '/faults', { match: CREATE, effect: { status: 503 } });
        await runJobs();
        await account.move(google.id, 3 * HOUR);
        await account.sync();
        for (let i = 0; i < 4; i++) await minute(10 * MINUTE);
        sandbox.world.faults.remove();
        await minute();
        expect(
          (await account.bots())
            .filter((bot) => bot.status === 'Scheduled')
            .map((bot) => bot.meetingStart.toISOString()),
        ).toEqual([later(30 * MINUTE + 3 * HOUR)]);
      });
    });
});
