import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { toUser } from '@/lib/accounts/users';
import { eventsQuery } from '@/lib/contract/events';
import { reportAddresses } from '@/lib/dispatch/report-address';
import { archiveEmbedded, readArchive } from '@/lib/platform/database/archive';
import {
  db,
  installDatabase,
  type OpenDatabase,
  openEmbedded,
  openedDatabase,
  openServer,
} from '@/lib/platform/database/client';
import { env } from '@/lib/platform/env';
import { enableAutoSchedule } from '@/lib/scheduling/auto-schedule';
import { listEvents } from '@/lib/scheduling/list-events';
import { setOverride } from '@/lib/scheduling/set-override';
import { newAccount } from '@/test/account';
import { atProvider, minute } from '@/test/bots';
import { withConnection } from '@/test/database';
import { describeServices, HOUR, jobs, MINUTE, now, runJobs } from '@/test/harness';
import { runPostgresProgram } from './postgres-programs';
import { dumpServer } from './server';
import { settleRestored } from './settle';

/** Writes a backup of the open database. @returns a function that opens what it restores, as it is before it is settled */
async function backUp(folder: string): Promise<() => Promise<OpenDatabase>> {
  const { pglite, url } = openedDatabase();
  const file = join(folder, 'backup');
  if (pglite) {
    await archiveEmbedded(pglite, file);
    return async () => openEmbedded(undefined, await readArchive(file));
  }
  await dumpServer(url ?? '', file);
  return async () => {
    const other = new URL(url ?? '');
    other.pathname += '_restored';
    await withConnection(({ exec }) => exec(`CREATE DATABASE ${other.pathname.slice(1)}`));
    await runPostgresProgram('pg_restore', other.href, ['--no-owner', '--exit-on-error', file]);
    return openServer(other.href);
  };
}

describeServices('A database that was restored from a backup', () => {
  it('sends no second bot, says what it does not know, and follows every calendar', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'usher-backup-'));
    const before = openedDatabase();
    // As at each start.
    await reportAddresses();
    const account = await newAccount();
    await enableAutoSchedule(account.user.id, undefined, 'api', now());
    const long = { end: { dateTime: new Date(+now() + 5 * HOUR).toISOString() } };
    await account.add('Ended since', 10 * MINUTE);
    await account.add('Sent since', 20 * MINUTE, long);
    const moved = await account.add('Moved since', 4 * HOUR);
    await account.sync();
    const open = await backUp(folder);

    await account.add('Added since', 30 * MINUTE, long);
    await account.move(moved.id, HOUR);
    await account.sync();
    for (let minutes = 0; minutes < 60; minutes += 10) await minute(10 * MINUTE);
    expect(atProvider()).toHaveLength(3);
    const sentBefore = (await account.bots()).find(({ title }) => title === 'Sent since');

    const restored = await open();
    installDatabase(restored);
    try {
      await db().session.create({
        data: { id: 'ses', userId: account.user.id, seenAt: now(), endsAt: new Date(+now() + HOUR) },
      });
      await settleRestored(now());
      expect(await db().session.count()).toBe(0);
      jobs.length = 0;
      await sweep(now());
      await runJobs();
      await minute();
      await minute();

      expect(atProvider()).toHaveLength(3);
      const bots = await account.bots();
      const botOf = (title: string) => bots.find((bot) => bot.title === title);
      expect(botOf('Sent since')).toMatchObject({
        id: sentBefore?.id,
        providerBotId: sentBefore?.providerBotId,
        status: 'Joining',
        statusReason: null,
      });
      expect(botOf('Ended since')).toMatchObject({
        status: 'Missed',
        statusReason: expect.stringContaining('is not known'),
      });
      expect(botOf('Moved since')).toMatchObject({
        status: 'Scheduled',
        joinAt: new Date(Date.parse('2027-03-01T08:00:00Z') + 5 * HOUR - MINUTE),
      });
      expect(botOf('Added since')).toBeUndefined();
      account.user = toUser(await db().user.findUniqueOrThrow({ where: { id: account.user.id } }));
      const list = () => listEvents(account.user, eventsQuery.parse({ q: 'Added' }), now());
      const [added] = (await list()).results;
      expect(added?.decision).toMatchObject({ will_join: false, code: 'restored' });

      await setOverride(account.user, added?.id ?? '', 'always', {
        actor: 'person',
        now: now(),
      });
      await minute();
      expect(atProvider()).toHaveLength(4);
    } finally {
      installDatabase(before);
      await restored.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);

  it('is refused under another key, and changes nothing', async () => {
    await newAccount();
    const key = env().ENCRYPTION_KEY;
    const calendars = await db().calendar.findMany();
    env().ENCRYPTION_KEY = Buffer.alloc(32, 9).toString('base64');
    try {
      await expect(settleRestored(now())).rejects.toThrow(/^ENCRYPTION_KEY is not the key/);
    } finally {
      env().ENCRYPTION_KEY = key;
    }
    expect(await db().calendar.findMany()).toEqual(calendars);
  });
});
