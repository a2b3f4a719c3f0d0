import { setUpProviders } from '@/lib/dispatch/domain/provider-settings';
import { db } from '@/lib/platform/database/client';
import { env } from '@/lib/platform/env';
import { lockUser } from '@/lib/platform/lock-user';
import { logger } from '@/lib/platform/logger';
import { isStopping } from '@/lib/platform/stop';
import { enqueueFollowUps } from './enqueue-follow-ups';
import { reconcileBots } from './reconcile-bots';

const SENDERS = 'senders';

/**
 * Decides again about the upcoming meetings of everyone when the environment names another bot provider, or sets up others,
 * than when it was last decided so: providers join other platforms. Does nothing when it is the same. It is for the start of
 * a process; when that ends before all is done, the next start begins anew.
 * @returns for how many users it decided
 */
export async function decideAgainForSenders(clock: () => Date): Promise<number> {
  const value = `${env().BOT_PROVIDER} of ${setUpProviders(env()).join(', ')}`;
  const before = await db().decisionSetting.findUnique({ where: { name: SENDERS } });
  if (before?.value === value) return 0;
  const users = await db().user.findMany({
    where: { connections: { some: {} } },
    orderBy: { id: 'asc' },
    select: { id: true },
  });
  let done = 0;
  for (const { id } of users) {
    if (isStopping()) return done;
    try {
      await decideAgain(id, clock());
      done += 1;
    } catch (error) {
      logger.error({ error, user: id }, 'The meetings of a user could not be decided again');
    }
  }
  if (done < users.length) return done;
  await db().decisionSetting.upsert({
    where: { name: SENDERS },
    create: { name: SENDERS, value },
    update: { value },
  });
  if (done > 0)
    logger.info({ providers: value, users: done }, 'Decided again, as the bot providers have changed.');
  return done;
}

async function decideAgain(userId: string, now: Date): Promise<void> {
  const reconciled = await db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    return reconcileBots({ tx, now, actor: 'usher' }, userId, 'upcoming');
  });
  await enqueueFollowUps(reconciled, now);
}
