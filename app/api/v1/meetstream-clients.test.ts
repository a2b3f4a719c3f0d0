import { beforeEach, expect, it, vi } from 'vitest';
import { createApiKeyFor } from '@/lib/accounts/api-keys';
import * as autoSchedule from '@/lib/contract/operations/auto-schedule';
import * as bots from '@/lib/contract/operations/bots';
import * as calendars from '@/lib/contract/operations/calendars';
import * as events from '@/lib/contract/operations/events';
import * as recurrence from '@/lib/contract/operations/recurrence';
import * as scheduling from '@/lib/contract/operations/scheduling';
import { db } from '@/lib/platform/database/client';
import { type Account, newAccount } from '@/test/account';
import { type Call, callRoute } from '@/test/api';
import { DAY, describeServices, HOUR, later, now } from '@/test/harness';

/** What MeetStream's command line, SDKs, MCP server and templates send and read, as their sources show it. */
describeServices('clients of MeetStream', () => {
  let account: Account;
  let key: string;
  const call = (operation: Parameters<typeof callRoute>[0], request: Call = {}) =>
    callRoute(operation, key, request);
  /** The id of a single meeting with a link. */
  const meeting = async (title: string, inMs: number, fields: object = {}) => {
    const made = await account.add(title, inMs, fields);
    await account.sync();
    return (await account.event(made.id)).id;
  };
  const schedule = (event_id: string, body?: object) =>
    call(scheduling.schedule, { params: { event_id }, ...(body ? { body } : {}) });
  const eventOf = async (id: string) => {
    const { body } = await call(events.getEvents);
    return body.results.find((event: { id: string }) => event.id === id);
  };

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: now() });
    account = await newAccount();
    ({ key } = await createApiKeyFor(account.email, 'For a test', now()));
    return () => void vi.useRealTimers();
  });

  it('switches auto-join on and off with a default configuration each time, as the command line does', async () => {
    const cfg = {
      bot_name: 'Notetaker',
      audio_required: true,
      video_required: false,
      automatic_leave: { everyone_left_timeout: 60 },
    };
    await meeting('Review', HOUR);
    const on = await call(autoSchedule.enableAutoSchedule, { body: { default_bot_config: cfg } });
    expect(on).toMatchObject({ status: 200, body: { default_bot_config: cfg, scheduled_now: 1 } });
    const other = { ...cfg, bot_name: 'Clerk' };
    const off = await call(autoSchedule.disableAutoSchedule, { body: { default_bot_config: other } });
    expect(off).toMatchObject({ status: 200, body: { auto_schedule_enabled: false } });
    const { body } = await call(autoSchedule.readAutoScheduleSettings);
    expect(body).toMatchObject({ auto_schedule_enabled: false, default_bot_config: other });
    expect((await account.bots()).map((bot) => bot.status)).toEqual(['Scheduled']);
  });

  it('reads bots[0].status of an event as the bot it has now; bots that ended stand in past_bots', async () => {
    const id = await meeting('Review', DAY);
    expect(await eventOf(id)).toMatchObject({ bots: [], past_bots: [] });
    const { bot_id } = (await schedule(id)).body;
    expect(await eventOf(id)).toMatchObject({ bots: [{ id: bot_id, status: 'Scheduled' }], past_bots: [] });
    await call(scheduling.unschedule, { params: { event_id: id } });
    expect(await eventOf(id)).toMatchObject({ bots: [], past_bots: [{ id: bot_id, status: 'Cancelled' }] });
  });

  it('overrides an automatic bot by a manual schedule that brings a configuration: the same bot, adopted', async () => {
    const id = await meeting('Review', HOUR);
    await call(autoSchedule.enableAutoSchedule, { body: { default_bot_config: { bot_name: 'Auto' } } });
    const [bot] = await account.bots();
    const without = await schedule(id);
    expect(without).toMatchObject({ status: 409, body: { error: 'already_scheduled', bot_id: bot?.id } });
    expect(without.body.message).toContain(bot?.id);

    const kept = await schedule(id, { bot_config: {} });
    expect(kept).toMatchObject({
      status: 201,
      body: { bot_id: bot?.id, adopted: true, bot_config: { bot_name: 'Auto' } },
    });
    expect(await account.bots()).toMatchObject([{ id: bot?.id, source: 'manual', botName: 'Auto' }]);
    expect(await schedule(id, { bot_config: { bot_name: 'Mine' } })).toMatchObject({ status: 409 });

    await call(autoSchedule.disableAutoSchedule, { body: { cancel_scheduled: true } });
    expect(await account.bots()).toMatchObject([{ status: 'Scheduled' }]);
  });

  it('replaces the configuration of an adopted bot, and answers a repeat by its key as the first time', async () => {
    const id = await meeting('Review', HOUR);
    await call(autoSchedule.enableAutoSchedule, { body: { default_bot_config: { bot_name: 'Auto', a: 1 } } });
    const [before] = await account.bots();
    const request = {
      params: { event_id: id },
      body: { bot_config: { bot_name: 'Mine', custom_attributes: { team: 'x' } } },
      headers: { 'Idempotency-Key': 'adopt-1' },
    };
    const first = await call(scheduling.schedule, request);
    expect(first).toMatchObject({ status: 201, body: { adopted: true } });
    expect(await call(scheduling.schedule, request)).toMatchObject({ status: 201, body: first.body });
    const [bot] = await account.bots();
    expect(bot).toMatchObject({
      botName: 'Mine',
      customAttributes: { team: 'x' },
      botConfig: { bot_name: 'Mine', custom_attributes: { team: 'x' } },
    });
    expect(bot?.version).toBeGreaterThan(before?.version ?? 0);
    const { body } = await call(bots.readBot, { params: { bot_id: bot?.id ?? '' } });
    expect(body.timeline.map((entry: { action: string }) => entry.action)).toEqual([
      'bot.scheduled',
      'bot.adopted',
    ]);
  });

  it('adopts no bot that is active', async () => {
    const id = await meeting('Review', HOUR);
    await call(autoSchedule.enableAutoSchedule);
    await db().scheduledBot.updateMany({ data: { status: 'Recording', providerBotId: 'p1' } });
    expect(await schedule(id, { bot_config: { bot_name: 'Mine' } })).toMatchObject({
      status: 409,
      body: { error: 'already_scheduled' },
    });
  });

  it('turns recurrence on and schedules with recurring_event after it, with rules as one text', async () => {
    const rule = 'RRULE:FREQ=DAILY';
    const made = await account.add('Standup', HOUR, { recurrence: [rule] });
    await account.sync();
    const { id } = await account.event(made.id);
    const on = await call(recurrence.toggleRecurrence, { body: { event_id: id, recurring_enabled: true } });
    expect(on).toMatchObject({ status: 200, body: { recurrence_rule: rule, recurrence: [rule] } });
    const [bot] = await account.bots();
    expect(await schedule(id, { recurring_event: true })).toMatchObject({
      status: 201,
      body: { bot_id: bot?.id, adopted: true },
    });
    const { body } = await call(events.getEvents);
    expect(body.results[0]).toMatchObject({ recurrence_rule: rule, recurrence: [rule] });
  });

  it('adopts one bot of a series that was scheduled as a whole', async () => {
    const made = await account.add('Standup', HOUR, { recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] });
    await account.sync();
    const { id } = await account.event(made.id);
    const { body } = await schedule(id, { schedule_all_occurrences: true });
    const [, second] = body.bots;
    const date = { occurrence_date: second.occurrence_date };
    expect(await schedule(id, date)).toMatchObject({ status: 409, body: { bot_id: second.bot_id } });
    expect(await schedule(id, { ...date, bot_config: { bot_name: 'Other' } })).toMatchObject({
      status: 201,
      body: { bot_id: second.bot_id, adopted: true },
    });
  });

  it('sends null for whatever was not given, and a deduplication key', async () => {
    const id = await meeting('Review', HOUR);
    const answer = await schedule(id, {
      bot_config: { bot_name: 'Notetaker', bot_message: '', bot_image_url: null, callback_url: '' },
      occurrence_date: null,
      schedule_all_occurrences: null,
      occurrence_limit: null,
      recurring_event: null,
      deduplication_key: 'theirs',
    });
    expect(answer).toMatchObject({ status: 201, body: { bot_config: { bot_name: 'Notetaker' } } });
    expect(answer.body.bot_config).toEqual({ bot_name: 'Notetaker' });
    const bot_id = answer.body.bot_id;
    await call(bots.updateBot, { params: { bot_id }, body: { custom_attributes: { a: '1' } } });
    const cleared = await call(bots.updateBot, {
      params: { bot_id },
      body: { bot_username: null, custom_attributes: null, version: null, bot_config: null },
    });
    expect(cleared.body.updated_fields).toEqual(['bot_username', 'custom_attributes']);
    expect(await account.bots()).toMatchObject([{ botName: 'Usher', customAttributes: {}, botConfig: {} }]);
  });

  it('sets a join time back to the usual one with null', async () => {
    const { bot_id } = (await schedule(await meeting('Review', HOUR))).body;
    const [before] = await account.bots();
    await call(bots.updateBot, { params: { bot_id }, body: { scheduled_join_time: later(30 * 60_000) } });
    await call(bots.updateBot, { params: { bot_id }, body: { scheduled_join_time: null } });
    expect(await account.bots()).toMatchObject([{ joinAt: before?.joinAt, joinOffsetSeconds: -60 }]);
  });

  it('counts the bots of an account, and asks for the status of one', async () => {
    const id = await meeting('Review', HOUR);
    const { bot_id } = (await schedule(id, { bot_config: { custom_attributes: { team: 'x' } } })).body;
    await call(bots.deleteBot, { params: { bot_id } });
    const other = (await schedule(id)).body.bot_id;
    const list = await call(bots.listBots);
    expect(list.body).toMatchObject({ hasNextPage: false, nextCursor: null, has_more: false });
    expect(list.body.bots.map((bot: { bot_id: string }) => bot.bot_id).sort()).toEqual(
      [bot_id, other].sort(),
    );
    const page = await call(bots.listBots, { query: { limit: '1' } });
    expect(page.body).toMatchObject({ hasNextPage: true, nextCursor: expect.any(String) });
    const rest = await call(bots.listBots, { query: { limit: '1', cursor: page.body.nextCursor } });
    expect(new Set([page.body.bots[0].bot_id, rest.body.bots[0].bot_id]).size).toBe(2);
    expect(await call(bots.readBotStatus, { params: { bot_id } })).toMatchObject({
      status: 200,
      body: { bot_id, status: 'Cancelled', custom_attributes: { team: 'x' } },
    });
    expect(await call(bots.readBotStatus, { params: { bot_id: 'bot_none' } })).toMatchObject({ status: 404 });
  });

  it('prints how the watch went when a calendar is connected', async () => {
    const { clientId, clientSecret, refreshToken } = account.credentials;
    const { body } = await call(calendars.createCalendar, {
      body: {
        google_client_id: clientId,
        google_client_secret: clientSecret,
        google_refresh_token: refreshToken,
      },
    });
    const { watch_setup } = body;
    expect(watch_setup).toMatchObject({
      total: watch_setup.watches_setup + watch_setup.failed_calendars.length,
      success: watch_setup.failed_calendars.length === 0,
      message: expect.any(String),
    });
    expect(watch_setup.watch_results).toHaveLength(watch_setup.succeeded);
  });
}, ['pglite']);
