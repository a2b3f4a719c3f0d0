import type { PrismaClient } from '@/lib/platform/database/generated/prisma/client';

/** The tests' present time. The meeting of the sample rows starts an hour later. */
export const NOW = new Date('2026-11-30T09:00:00.123Z');
const HOUR_MS = 3_600_000;
export const after = (hours: number) => new Date(+NOW + hours * HOUR_MS);

/** Ids of the sample rows. */
export const SAMPLE = {
  userId: 'usr_sample',
  connectionId: 'con_sample',
  calendarId: 'cal_sample',
  seriesId: 'evt_series',
  exceptionId: 'evt_exception',
  /** The occurrence with the bot. */
  occurrenceId: 'evt_series_20261130T100000Z',
  /** The one with the same link at the same time, which that bot covers. */
  otherId: 'evt_other',
  botId: 'bot_sample',
};

/** Puts the second event into a calendar of another account: it is a copy of the series then, by its iCalUID. */
export async function storeSecondCalendar(
  client: Pick<PrismaClient, 'calendarConnection' | 'calendar' | 'event' | 'occurrence'>,
) {
  const { userId, connectionId, calendarId, otherId } = SAMPLE;
  const connection = await client.calendarConnection.findUniqueOrThrow({ where: { id: connectionId } });
  const calendar = await client.calendar.findUniqueOrThrow({ where: { id: calendarId } });
  const second = { id: 'con_second', accountEmail: 'ada@contoso.example', googleSub: null };
  await client.calendarConnection.create({ data: { ...connection, ...second } });
  const ids = { id: 'cal_second', connectionId: second.id, googleCalendarId: second.accountEmail };
  await client.calendar.create({ data: { ...calendar, ...ids, userId } });
  await client.event.update({ where: { id: otherId }, data: { calendarId: ids.id } });
  await client.occurrence.update({ where: { id: otherId }, data: { calendarId: ids.id } });
}

/** Stores one row in each table, with a value in every column, and a second meeting with the same link. */
export async function storeSampleRows(client: PrismaClient): Promise<void> {
  const { userId, connectionId, calendarId, seriesId, exceptionId, occurrenceId, otherId, botId } = SAMPLE;
  const times = { createdAt: after(-48), updatedAt: after(-24) };
  const config = { bot_name: 'Usher', custom_attributes: { team: 'north' } };
  await client.user.create({
    data: {
      ...times,
      id: userId,
      googleSub: '104829137560218834501',
      email: 'ada@northwind.example',
      claimedBySub: '110372945518260047733',
      claimedAt: after(-1),
      name: 'Ada',
      image: 'https://northwind.example/ada.png',
      hostedDomain: 'northwind.example',
      isAdmin: true,
      disabledAt: after(-1),
      removedAt: after(-1),
      timeZone: 'Europe/Stockholm',
      timeFormat: '24h',
      weekStart: 'monday',
      feedId: 'feed_sample',
      autoScheduleEnabled: true,
      defaultBotConfig: config,
      rules: { internal: 'always' },
      scannedUntil: after(24),
      maxBots: 5,
    },
  });
  await client.calendarConnection.create({
    data: {
      ...times,
      id: connectionId,
      userId,
      googleSub: '104829137560218834501',
      accountEmail: 'ada@northwind.example',
      accountName: 'Ada',
      clientId: 'client',
      clientSecret: 'secret',
      refreshToken: 'refresh',
      accessToken: 'access',
      accessTokenExpiresAt: after(1),
      statusReason: 'None.',
      grantedScope: 'calendar',
      grantedHere: true,
      listReadAt: after(-1),
      listTriedAt: after(-1),
      botProvider: 'attendee',
    },
  });
  await client.grantRevocation.create({
    data: {
      id: 'rev_sample',
      googleSub: '104829137560218834501',
      refreshToken: 'refresh',
      attempts: 1,
      nextAttemptAt: after(1),
      createdAt: after(-1),
    },
  });
  await client.calendar.create({
    data: {
      ...times,
      id: calendarId,
      userId,
      connectionId,
      googleCalendarId: 'ada@northwind.example',
      summary: 'Ada',
      description: 'Work',
      timeZone: 'Europe/Stockholm',
      accessRole: 'owner',
      isPrimary: true,
      backgroundColor: '#ffffff',
      foregroundColor: '#000000',
      selected: true,
      syncEnabled: true,
      resumesSync: true,
      leftListAt: after(-30),
      syncToken: 'token',
      changeSeq: 3,
      syncedSeq: 2,
      syncLease: 'lease',
      syncLeaseUntil: after(-1),
      lastSyncedAt: after(-1),
      lastSyncError: 'Google is slow.',
      eventsRead: 2,
      failedSyncs: 1,
      retryAt: after(-0.5),
      syncWait: 'asked',
      lastPushAt: after(-1),
      missedNotificationCount: 1,
      lastMissedNotificationAt: after(-5),
      syncEnabledSince: after(-48),
      materializedUntil: after(24 * 60),
    },
  });
  await client.watchChannel.create({
    data: {
      id: 'chn_sample',
      calendarId,
      tokenHash: 'hash',
      resourceId: 'resource',
      status: 'open',
      expiresAt: after(24),
      error: 'None.',
      createdAt: after(-24),
    },
  });
  const raw = {
    status: 'confirmed',
    updated: '2026-11-29T08:00:00.000Z',
    summary: 'Standup',
    description: 'Daily',
    start: { dateTime: after(1).toISOString(), timeZone: 'Europe/Stockholm' },
    end: { dateTime: after(1.5).toISOString(), timeZone: 'Europe/Stockholm' },
    recurrence: ['RRULE:FREQ=DAILY'],
    attendees: [{ email: 'bob@contoso.example', responseStatus: 'accepted' }],
    attendeesOmitted: false,
    organizer: { email: 'ada@northwind.example', self: true },
    eventType: 'default',
    visibility: 'default',
    transparency: 'opaque',
  };
  const event = {
    ...times,
    userId,
    calendarId,
    iCalUid: 'series@google.com',
    override: 'always' as const,
    overrideSetAt: after(-20),
    neverFrom: after(24 * 30),
    autoRescheduleEnabled: true,
    autoRescheduleBotConfig: config,
    autoRescheduleFrom: after(-24),
    chosenLinkKey: 'zoom:5551234567',
    searchText: 'standup\nada@northwind.example',
    aheadUntil: after(24 * 90),
  };
  await client.event.createMany({
    data: [
      {
        ...event,
        id: seriesId,
        googleEventId: 'series',
        kind: 'master',
        recurringEventId: 'earlier',
        raw: { ...raw, id: 'series' },
      },
      {
        ...event,
        id: exceptionId,
        googleEventId: 'series_20261130T100000Z',
        kind: 'exception',
        recurringEventId: 'series',
        raw: { ...raw, id: 'series_20261130T100000Z', recurringEventId: 'series' },
      },
      { ...event, id: otherId, googleEventId: 'other', kind: 'single', raw: { ...raw, id: 'other' } },
    ],
  });
  const meeting = {
    meetingUrl: 'https://us02web.zoom.us/j/5551234567',
    meetingPlatform: 'zoom',
    linkKey: 'zoom:5551234567',
    title: 'Standup',
  };
  const occurrence = {
    ...times,
    ...meeting,
    userId,
    calendarId,
    originalStart: after(1),
    startTime: after(1),
    endTime: after(1.5),
    timeZone: 'Europe/Stockholm',
    problem: 'The time zone "Mars/Base" is unknown.',
    override: 'always' as const,
    overrideSetAt: after(-10),
    decisionReason: 'A reason.',
  };
  await client.occurrence.createMany({
    data: [
      {
        ...occurrence,
        id: occurrenceId,
        eventId: seriesId,
        resourceId: exceptionId,
        decisionCode: 'override_always',
      },
      { ...occurrence, id: otherId, eventId: otherId, resourceId: otherId, decisionCode: 'shared_link' },
    ],
  });
  await client.scheduledBot.create({
    data: {
      ...times,
      ...meeting,
      id: botId,
      userId,
      occurrenceId,
      source: 'manual',
      status: 'Scheduled',
      statusReason: 'A reason.',
      comesBack: true,
      meetingStart: after(1),
      meetingEnd: after(1.5),
      joinAt: new Date(+after(1) - 60_000),
      bookedSince: after(-2),
      botName: 'Usher',
      customAttributes: { team: 'north' },
      botConfig: config,
      scheduleGroup: 'grp_sample',
      armedVersion: 1,
      requestBody: '{"bot_name":"Usher"}',
      requestKey: 'a key',
      provider: 'attendee',
      sentAt: after(1),
      providerBotId: 'their-bot',
      leaseUntil: after(-1),
      nextAttemptAt: after(-0.5),
      recallRequestedAt: after(-0.1),
      recalledAt: after(-0.05),
      handedOverTo: 'bot_next',
    },
  });
  await client.providerStop.create({
    data: {
      provider: 'attendee',
      since: after(-1),
      status: 401,
      words: 'Invalid API key',
      nextProbeAt: after(-0.5),
    },
  });
  await client.activityEntry.create({
    data: {
      userId,
      at: after(-1),
      actor: 'google',
      apiKeyName: 'Notetaker',
      action: 'bot.moved',
      summary: '“Standup” moved; its bot follows.',
      cause: 'meeting_moved',
      eventId: seriesId,
      occurrenceId,
      botId,
      calendarId,
      before: { status: 'Scheduled' },
      after: { status: 'Scheduled' },
      delayMs: 500,
    },
  });
  await client.callbackDelivery.create({
    data: {
      id: 'msg_sample',
      botId,
      url: 'https://northwind.example/reports',
      body: '{}',
      headers: { 'content-type': 'application/json' },
      attempts: 1,
      nextAttemptAt: after(-0.1),
      createdAt: after(-0.2),
    },
  });
  await client.inngestServer.create({
    data: { id: 1, lastCallAt: after(-0.1), leader: 'a process', leaderUntil: after(0) },
  });
  await client.jobRun.create({ data: { name: 'sweep', startedAt: after(-0.1), finishedAt: after(-0.1) } });
  await client.decisionSetting.create({ data: { name: 'restored', value: after(-48).toISOString() } });
  await client.installationSecret.create({
    data: { name: 'sample', secret: 'secret', createdAt: after(-48) },
  });
  await client.callbackSecret.create({
    data: { userId, secret: 'secret', previous: 'previous', previousUntil: after(12) },
  });
  await client.idempotencyRecord.create({
    data: { userId, key: 'key', requestHash: 'hash', status: 200, answer: {}, createdAt: after(-1) },
  });
  await client.apiKey.create({
    data: {
      id: 'key_sample',
      userId,
      name: 'Scripts',
      prefix: 'usher_abc',
      hash: 'hash',
      createdAt: after(-48),
      lastUsedAt: after(-1),
      revokedAt: after(-0.5),
      expiresAt: after(24),
    },
  });
  await client.session.create({
    data: {
      id: 'ses_sample',
      userId,
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0',
      createdAt: after(-48),
      seenAt: after(-1),
      endsAt: after(24),
    },
  });
}
