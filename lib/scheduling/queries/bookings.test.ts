import { expect } from 'vitest';
import type { Tx } from '@/lib/platform/database/client';
import { describeQueries } from '@/test/queries';
import { after, NOW, SAMPLE } from '@/test/sample-rows';
import * as queries from './bookings';

const { userId, occurrenceId, otherId, botId } = SAMPLE;
const SENT = new Date('2026-11-30T10:00:00.456Z');

const bot = (tx: Tx) => tx.scheduledBot.findUniqueOrThrow({ where: { id: botId } });

describeQueries('The queries of bookings', queries, {
  insertBookings: {
    args: [
      [
        {
          id: 'bot_new',
          occurrenceId: otherId,
          source: 'batch',
          joinOffsetSeconds: -120,
          bookedSince: after(-3),
          botName: 'Scribe',
          customAttributes: { team: 'south' },
          botConfig: { bot_name: 'Scribe', custom_attributes: { team: 'south' } },
          scheduleGroup: 'grp_new',
        },
      ],
      'meetstream',
      NOW,
    ],
    check: async (tx) => {
      const occurrence = await tx.occurrence.findUniqueOrThrow({ where: { id: otherId } });
      expect(await tx.scheduledBot.findUniqueOrThrow({ where: { id: 'bot_new' } })).toMatchObject({
        userId,
        occurrenceId: otherId,
        source: 'batch',
        status: 'Scheduled',
        title: occurrence.title,
        meetingUrl: occurrence.meetingUrl,
        meetingPlatform: occurrence.meetingPlatform,
        linkKey: occurrence.linkKey,
        meetingStart: occurrence.startTime,
        meetingEnd: occurrence.endTime,
        joinOffsetSeconds: -120,
        joinAt: new Date(+occurrence.startTime - 120_000),
        bookedSince: after(-3),
        botName: 'Scribe',
        customAttributes: { team: 'south' },
        botConfig: { bot_name: 'Scribe', custom_attributes: { team: 'south' } },
        scheduleGroup: 'grp_new',
        provider: 'meetstream',
        createdAt: NOW,
        updatedAt: NOW,
      });
    },
  },
  updateBookings: {
    args: [
      [
        {
          id: botId,
          version: 1,
          status: 'Scheduled',
          joinAt: after(2),
          bookedSince: after(-1),
          meetingStart: after(3),
          meetingEnd: after(4),
          meetingUrl: 'https://meet.google.com/abc-defg-hij',
          linkKey: 'meet:abc-defg-hij',
          meetingPlatform: 'google_meet',
          title: 'Review',
        },
      ],
      NOW,
    ],
    check: async (tx) =>
      expect(await bot(tx)).toMatchObject({
        version: 2,
        status: 'Scheduled',
        joinAt: after(2),
        bookedSince: after(-1),
        meetingStart: after(3),
        meetingEnd: after(4),
        meetingUrl: 'https://meet.google.com/abc-defg-hij',
        linkKey: 'meet:abc-defg-hij',
        meetingPlatform: 'google_meet',
        title: 'Review',
        updatedAt: NOW,
      }),
  },
  cancelBookings: {
    args: [
      [
        {
          id: botId,
          version: 1,
          status: 'Scheduled',
          statusReason: 'No meeting link.',
          comesBack: false,
        },
      ],
      NOW,
    ],
    check: async (tx) =>
      expect(await bot(tx)).toMatchObject({
        version: 2,
        status: 'Cancelled',
        statusReason: 'No meeting link.',
        comesBack: false,
        updatedAt: NOW,
      }),
  },
  requestRecalls: {
    given: (tx) =>
      tx.scheduledBot.updateMany({
        where: { id: botId },
        data: { status: 'InMeeting', recallRequestedAt: null },
      }),
    args: [
      [
        {
          id: botId,
          status: 'InMeeting',
          statusReason: 'The meeting link changed.',
          comesBack: false,
        },
      ],
      SENT,
    ],
    check: async (tx) =>
      expect(await bot(tx)).toMatchObject({
        version: 1,
        status: 'InMeeting',
        recallRequestedAt: SENT,
        statusReason: 'The meeting link changed.',
        comesBack: false,
        updatedAt: SENT,
      }),
  },
  storeDecisions: {
    args: [[{ id: occurrenceId, decisionCode: 'no_link', decisionReason: 'No meeting link.' }]],
    check: async (tx) =>
      expect(await tx.occurrence.findUnique({ where: { id: occurrenceId } })).toMatchObject({
        decisionCode: 'no_link',
        decisionReason: 'No meeting link.',
      }),
  },
  unarmedBots: {
    given: (tx) => tx.scheduledBot.updateMany({ where: { id: botId }, data: { armedVersion: null } }),
    args: [after(1), 10],
  },
  markArmed: {
    given: (tx) => tx.scheduledBot.updateMany({ where: { id: botId }, data: { version: 3 } }),
    args: [[{ id: botId, version: 3 }]],
    check: async (tx) => expect(await bot(tx)).toMatchObject({ version: 3, armedVersion: 3 }),
  },
  usersScannedBefore: { args: [after(25)] },
  markScanned: {
    args: [[userId], after(30)],
    check: async (tx) =>
      expect(await tx.user.findUnique({ where: { id: userId } })).toMatchObject({ scannedUntil: after(30) }),
  },
});
