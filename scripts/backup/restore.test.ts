import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { archiveEmbedded, archiveKind } from '@/lib/platform/database/archive';
import { installDatabase, openEmbedded, openServer } from '@/lib/platform/database/client';
import { env } from '@/lib/platform/env';
import { restoreEmbedded } from './embedded';
import { dumpServer, restoreServer } from './server';

const ADA = { id: 'usr_1', email: 'ada@northwind.example' };
/** Some seconds where nothing else runs. */
const LIMIT_MS = 400_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usher-restore-'));
});
afterEach(() => {
  installDatabase(undefined);
  rmSync(folder, { recursive: true, force: true });
});

/** Writes a file that ends in the middle of a backup. */
function damaged(file: string): string {
  const bytes = readFileSync(file);
  writeFileSync(`${file}.damaged`, bytes.subarray(0, bytes.length / 2));
  return `${file}.damaged`;
}

describe('a backup of an embedded database', () => {
  it(
    'is restored into an empty directory, or puts the database that is there aside when it is told to',
    async () => {
      const database = await openEmbedded();
      if (!database.pglite) throw new Error('The embedded database has no PGlite.');
      await database.client.user.create({ data: ADA });
      const file = join(folder, 'usher.tar.gz');
      await archiveEmbedded(database.pglite, file);
      expect(await archiveKind(file)).toBe('embedded');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      await expect(archiveEmbedded(database.pglite, file)).rejects.toThrow('file already exists');
      await database.close();
      expect(readdirSync(folder)).toEqual(['usher.tar.gz']);

      const target = { ...env(), DATA_DIR: join(folder, 'data') };
      const filesOfDatabases = () => readdirSync(target.DATA_DIR).filter((name) => name.startsWith('db'));
      expect(await restoreEmbedded(target, file, false)).toBeNull();
      await expect(restoreEmbedded(target, file, false)).rejects.toThrow('has a database already');
      await expect(restoreEmbedded(target, damaged(file), true)).rejects.toThrow('is damaged');
      expect(filesOfDatabases()).toEqual(['db', 'db.created']);
      expect(await restoreEmbedded(target, file, true)).toMatch(/db\.before-\d{8}T\d{6}$/);
      expect(filesOfDatabases()).toHaveLength(3);
    },
    LIMIT_MS,
  );
});

describe.skipIf(!process.env.TEST_DATABASE_URL)('a backup of a database on a server', () => {
  it(
    'is restored into an empty database, or puts what is there aside; what fails changes nothing',
    async () => {
      const admin = new pg.Client({ connectionString: process.env.TEST_DATABASE_URL });
      await admin.connect();
      const names = ['from', 'to'].map((name) => `restore_${name}_${process.pid}`);
      const [from = '', to = ''] = names.map((name) => {
        const url = new URL(process.env.TEST_DATABASE_URL ?? '');
        url.pathname = name;
        return url.href;
      });
      for (const name of names) await admin.query(`CREATE DATABASE ${name}`);
      try {
        const file = join(folder, 'usher.dump');
        const program = await openServer(from);
        await program.client.user.create({ data: ADA });
        await dumpServer(from, file);
        expect(statSync(file).mode & 0o777).toBe(0o600);
        expect(await archiveKind(file)).toBe('server');
        await expect(restoreServer(from, file, true)).rejects.toThrow('A process of Usher uses');
        await program.close();

        expect(await restoreServer(to, file, false)).toBeNull();
        await expect(restoreServer(to, file, false)).rejects.toThrow('has tables already');
        await expect(restoreServer(to, damaged(file), true)).rejects.toThrow('pg_restore failed');
        expect(await restoreServer(to, file, true)).toMatch(/^before_restore_\d{14}$/);
        const restored = await openServer(to);
        expect(await restored.client.user.findMany()).toMatchObject([ADA]);
        await restored.close();

        const next = join(folder, 'next.dump');
        await dumpServer(to, next);
        expect(statSync(next).size).toBeLessThan(statSync(file).size * 1.2);
      } finally {
        for (const name of names) await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
        await admin.end();
      }
    },
    LIMIT_MS,
  );
});
