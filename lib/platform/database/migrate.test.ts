import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { missingMigrationSql } from '@/scripts/migration/schema-engine';
import { describeOnDatabases, withConnection } from '@/test/database';
import { db, openedDatabase, openServer } from './client';
import { migrate } from './migrate';

const recorded = () =>
  db().$queryRaw<{ name: string; checksum: string; finished: boolean }[]>`
    SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
    FROM _prisma_migrations ORDER BY migration_name`;

it('the migrations make what the schema says', async () => {
  expect(await missingMigrationSql()).toBe('');
}, 60_000);

it('no migration ends the transaction in which it is applied', () => {
  const scripts = readdirSync('prisma/migrations', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.sql'),
  );
  expect(scripts.length).toBeGreaterThan(12);
  // Prisma writes both around a changed enum.
  for (const name of scripts)
    expect(readFileSync(join('prisma/migrations', name), 'utf8'), name).not.toMatch(
      /^\s*(BEGIN|COMMIT|ROLLBACK)\s*;/im,
    );
});

describeOnDatabases('migrate', (kind) => {
  it('each migration is recorded once, as Prisma does', async () => {
    const before = await recorded();
    expect(before.length).toBeGreaterThan(0);
    for (const row of before)
      expect(row).toMatchObject({ checksum: expect.stringMatching(/^[0-9a-f]{64}$/), finished: true });
    expect(await withConnection(migrate)).toEqual([]);
    expect(await recorded()).toEqual(before);
  });

  it('a migration that fails half-way is undone, and not recorded', async () => {
    const before = await recorded();
    const [last] = before.slice(-1);
    await db().$executeRaw`DELETE FROM _prisma_migrations WHERE migration_name = ${last?.name}`;
    // It fails because its tables exist already.
    await expect(withConnection(migrate)).rejects.toThrow(`The migration ${last?.name} failed`);
    expect(await recorded()).toEqual(before.slice(0, -1));
    await db().$executeRaw`
      INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
      VALUES ('again', ${last?.checksum}, ${last?.name}, now())`;
  });

  it('bots keep the name and attributes that were edited before both stood in the configuration', async () => {
    const name = '20261126150500_bot_name_in_config';
    await db().$executeRaw`DELETE FROM _prisma_migrations WHERE migration_name = ${name}`;
    await db().$executeRaw`ALTER TABLE "ScheduledBot" DROP CONSTRAINT "ScheduledBot_config_check"`;
    const user = await db().user.create({ data: { id: 'usr_edited', email: 'edited@northwind.example' } });
    const bot = (id: string, botName: string, customAttributes: object, botConfig: object) => {
      const at = new Date('2027-03-01T08:00:00Z');
      const times = { meetingStart: at, meetingEnd: at, joinAt: at };
      const what = { source: 'manual' as const, title: '', meetingUrl: '', provider: 'meetstream' };
      return { id, userId: user.id, botName, customAttributes, botConfig, ...times, ...what };
    };
    const team = { team: 'a' };
    await db().scheduledBot.createMany({
      data: [
        bot('bot_1', 'Clerk', team, { bot_name: 'Scribe', odd: 1 }),
        bot('bot_2', 'Usher', {}, { bot_name: 'Scribe', custom_attributes: team }),
        bot('bot_3', 'Scribe', team, { bot_name: 'Scribe', custom_attributes: team }),
      ],
    });
    await withConnection(migrate);
    const rows = await db().scheduledBot.findMany({ where: { userId: user.id }, orderBy: { id: 'asc' } });
    expect(rows.map((row) => [row.botName, row.customAttributes, row.botConfig])).toEqual([
      ['Clerk', team, { bot_name: 'Clerk', custom_attributes: team, odd: 1 }],
      ['Usher', {}, {}],
      ['Scribe', team, { bot_name: 'Scribe', custom_attributes: team }],
    ]);
    await db().user.delete({ where: { id: user.id } });
  });

  it('a database of a newer program is refused', async () => {
    await db().$executeRaw`
      INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '99990101000000_later', now())`;
    await expect(withConnection(migrate)).rejects.toThrow(
      'newer version of Usher (it has the migration 99990101000000_later)',
    );
    await db().$executeRaw`DELETE FROM _prisma_migrations WHERE id = 'x'`;
  });

  it('a database whose migration failed elsewhere is refused', async () => {
    await db().$executeRaw`UPDATE _prisma_migrations SET finished_at = NULL`;
    await expect(withConnection(migrate)).rejects.toThrow('did not finish');
    await db().$executeRaw`UPDATE _prisma_migrations SET finished_at = now()`;
  });

  it.runIf(kind === 'postgres')('refuses to change a database that another process uses', async () => {
    const before = await recorded();
    const [last] = before.slice(-1);
    await db().$executeRaw`DELETE FROM _prisma_migrations WHERE migration_name = ${last?.name}`;
    const { url } = openedDatabase();
    await expect(openServer(url ?? '')).rejects.toThrow(/^Another process of Usher still uses .*; stop that/);
    expect(await recorded()).toEqual(before.slice(0, -1));
    await db().$executeRaw`
      INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
      VALUES ('again', ${last?.checksum}, ${last?.name}, now())`;
    await (await openServer(url ?? '')).close();
  });

  it.runIf(kind === 'postgres')('lets two programs start on one empty database', async () => {
    const url = new URL(openedDatabase().url ?? '');
    const name = `${url.pathname.slice(1)}_empty`;
    await withConnection(({ exec }) => exec(`CREATE DATABASE ${name}`));
    url.pathname = name;
    const opened = await Promise.all([openServer(url.href), openServer(url.href)]);
    const names = await opened[0].client.$queryRaw`SELECT migration_name FROM _prisma_migrations`;
    expect(names).toHaveLength((await recorded()).length);
    await Promise.all(opened.map(({ close }) => close()));
    await withConnection(({ exec }) => exec(`DROP DATABASE ${name}`));
  });
});
