import { createHmac } from 'node:crypto';
import { type Author, recordActivity } from '@/lib/activity/record-activity';
import type { CalendarFeed } from '@/lib/contract/settings';
import { db } from '@/lib/platform/database/client';
import { env } from '@/lib/platform/env';
import { installationSecret } from '@/lib/platform/installation-secret';
import { constantTimeEqual, newId } from '@/lib/platform/secrets';
import { mayComeIn } from './access';

const SECRET = 'calendar-feed';

/** Returns the address of a person's calendar feed, or null. It is a capability: who knows it can read the feed. */
export async function readCalendarFeed(userId: string): Promise<CalendarFeed> {
  const { feedId } = await db().user.findUniqueOrThrow({ where: { id: userId }, select: { feedId: true } });
  return { address: feedId && (await addressOf(feedId)) };
}

/** Gives a person's calendar feed a new address; an earlier one is refused from then on. */
export async function renewCalendarFeed(userId: string, author: Author): Promise<CalendarFeed> {
  const feedId = newId('feed');
  await setFeed(userId, feedId, author);
  return { address: await addressOf(feedId) };
}

/** Ends a person's calendar feed: its address is refused from then on. */
export async function revokeCalendarFeed(userId: string, author: Author): Promise<CalendarFeed> {
  await setFeed(userId, null, author);
  return { address: null };
}

/** Returns the id of the user whose feed has this id and token, or null: also for a user who is kept out. */
export async function findFeedOwner(feedId: string, token: string): Promise<string | null> {
  const isRight = constantTimeEqual(token, await tokenOf(feedId));
  const owner = isRight ? await db().user.findUnique({ where: { feedId, disabledAt: null } }) : null;
  return owner && mayComeIn(owner) ? owner.id : null;
}

async function setFeed(userId: string, feedId: string | null, { actor, now }: Author): Promise<void> {
  await db().$transaction(async (tx) => {
    const before = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { feedId: true } });
    if (before.feedId === null && feedId === null) return;
    await tx.user.update({ where: { id: userId }, data: { feedId } });
    const what =
      feedId === null ? 'turned off' : before.feedId === null ? 'turned on' : 'given a new address';
    await recordActivity(tx, {
      userId,
      at: now,
      actor,
      action: 'settings.calendar_feed',
      cause: 'requested',
      summary: `Calendar feed ${what}.`,
      before: { calendar_feed: before.feedId !== null },
      after: { calendar_feed: feedId !== null },
    });
  });
}

async function addressOf(feedId: string): Promise<string> {
  return `${env().APP_URL}/api/feeds/${feedId}/${await tokenOf(feedId)}.ics`;
}

/** The token is not stored: who reads the database alone cannot read a feed. */
async function tokenOf(feedId: string): Promise<string> {
  const secret = await installationSecret(SECRET);
  return createHmac('sha256', Buffer.from(secret, 'base64url')).update(feedId).digest('base64url');
}
