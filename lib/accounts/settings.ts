import { type Actor, recordActivity } from '@/lib/activity/record-activity';
import type { Settings } from '@/lib/contract/settings';
import { db } from '@/lib/platform/database/client';
import { lockUser } from '@/lib/platform/lock-user';

/** Returns a person's settings as the contract shows them. */
export function readSettings(user: { timeZone: string | null }): Settings {
  return { time_zone: user.timeZone };
}

/**
 * Changes a person's settings; what is absent stays. The activity is told of what differs.
 * @param changes checked by the contract
 */
export async function updateSettings(
  userId: string,
  changes: Partial<Settings>,
  actor: Actor,
  now: Date,
): Promise<Settings> {
  return db().$transaction(async (tx) => {
    // Two who change it at once are told of in their order.
    await lockUser(tx, userId);
    const { timeZone: was } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    const { time_zone: zone = was } = changes;
    if (zone === was) return { time_zone: was };
    const user = await tx.user.update({ where: { id: userId }, data: { timeZone: zone } });
    await recordActivity(tx, {
      userId,
      at: now,
      actor,
      action: 'settings.time_zone',
      cause: 'requested',
      summary: zone ? `Times are shown in the zone ${zone}.` : 'Times are shown in the zone of the device.',
      before: { timeZone: was },
      after: { timeZone: zone },
    });
    return readSettings(user);
  });
}
