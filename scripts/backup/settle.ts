import { db } from '@/lib/platform/database/client';
import { checkEncryptionKey } from '@/lib/platform/encryption/check-key';
import { RESTORED } from '@/lib/scheduling/domain/restored';

/** A channel that ends this soon is replaced, and stopped at Google. */
const CHANNEL_LEFT_MS = 3_600_000;

/** What a bot's row says until its provider has told. */
const ASKED = 'Usher was restored from a backup: the provider is asked whether this bot was sent.';
const UNKNOWN =
  'Usher was restored from a backup of before this meeting: whether its bot joined is not known.';

/**
 * Makes the open database, which has been restored, fit to go on from: what happened after the backup is not in it. In one transaction:
 *
 * - Bots that were due since may have been sent: their requests are repeated with the same key, as after a lost answer, so that
 *   the provider names the bot that it has. Those of meetings that have ended are not sent any more.
 * - Bots of meetings that were scheduled after the backup are in no row: the time of the restore is stored, and no bot is
 *   sent automatically to a meeting that was on then (`restored`).
 * - Every calendar is read. Every notification channel is replaced.
 * - Everyone signs in again: sessions that were ended since would be back.
 * - What processes had claimed is free.
 * @throws DatabaseRefusal when ENCRYPTION_KEY is not the one of the backup
 */
export async function settleRestored(now: Date): Promise<void> {
  await checkEncryptionKey();
  const client = db();
  const started = { status: 'Scheduled', joinAt: { lte: now } } as const;
  const unanswered = { status: 'Joining', providerBotId: null } as const;
  const freed = { leaseUntil: null, nextAttemptAt: null, updatedAt: now };
  await client.$transaction([
    client.scheduledBot.updateMany({
      where: { ...started, meetingEnd: { lte: now } },
      data: { statusReason: UNKNOWN },
    }),
    client.scheduledBot.updateMany({
      where: { OR: [{ ...started, meetingEnd: { gt: now } }, unanswered] },
      data: {
        ...freed,
        status: 'Joining',
        outcomeUnknown: true,
        statusReason: ASKED,
        attempts: { increment: 1 },
      },
    }),
    client.scheduledBot.updateMany({ where: { status: 'Scheduled' }, data: { armedVersion: null } }),
    client.decisionSetting.upsert({
      where: { name: RESTORED },
      create: { name: RESTORED, value: now.toISOString() },
      update: { value: now.toISOString() },
    }),
    client.calendar.updateMany({
      where: { syncEnabled: true },
      data: { changeSeq: { increment: 1 }, syncLease: null, syncLeaseUntil: null },
    }),
    client.watchChannel.updateMany({
      where: { status: 'open' },
      data: { expiresAt: new Date(+now + CHANNEL_LEFT_MS) },
    }),
    client.session.deleteMany(),
    client.providerStop.deleteMany(),
    client.inngestServer.updateMany({ data: { leader: null, leaderUntil: null } }),
  ]);
}
