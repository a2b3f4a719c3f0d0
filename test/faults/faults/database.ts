import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '@/e2e/app';
import { BOTH, type Fault } from '../fault';
import { type Installation, runSql } from '../installation';
import { victimOf } from './processes';

function postgresOf({ postgres }: Installation): NonNullable<Installation['postgres']> {
  if (!postgres) throw new Error('This installation has no PostgreSQL server.');
  return postgres;
}

const on: Fault['on'] = ['postgres'];

/** A fault in which a table is locked as by a migration or a backup. */
function locked(table: string): Fault {
  let release = () => {};
  return {
    name: `locked-${table.toLowerCase()}`,
    says: `Table ${table} is locked (ACCESS EXCLUSIVE)`,
    on,
    async begin(installation) {
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      await new Promise<void>((isLocked, fail) => {
        runSql(postgresOf(installation), async (client) => {
          await client.query('BEGIN');
          await client.query(`LOCK TABLE "${table}" IN ACCESS EXCLUSIVE MODE`);
          isLocked();
          await held;
        }).catch(fail);
      });
    },
    end: async () => release(),
  };
}

const FILLER = 'filler';
/** `/api/ready` must say so within this time. */
const NOTICED_WITHIN_MS = 6_000;

/** Writes a file until the disk is full. */
function fill(file: string): void {
  const chunk = Buffer.alloc(4 << 20);
  for (let size = chunk.length; size >= 512; size >>= 1) {
    try {
      for (;;) writeFileSync(file, chunk.subarray(0, size), { flag: 'a' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
}

export const databaseFaults: Fault[] = [
  {
    name: 'database-restarted',
    says: 'PostgreSQL is restarted (fast shutdown)',
    on,
    seconds: 3,
    begin: async () => {},
    async end(installation) {
      const { server } = postgresOf(installation);
      await server.stop('SIGINT');
      await server.start();
    },
  },
  {
    name: 'database-crashed',
    says: 'PostgreSQL crashes (immediate shutdown), is away for 10 s and recovers',
    on,
    begin: (installation) => postgresOf(installation).server.stop('SIGQUIT'),
    end: (installation) => postgresOf(installation).server.start(),
  },
  {
    name: 'database-frozen',
    says: 'All processes of PostgreSQL are frozen (SIGSTOP) for 25 s',
    on,
    seconds: 25,
    begin: async (installation) => postgresOf(installation).server.signalAll('SIGSTOP'),
    end: async (installation) => postgresOf(installation).server.signalAll('SIGCONT'),
  },
  {
    name: 'connections-silent',
    says: 'All connections to PostgreSQL fall silent for good; after 20 s new ones work',
    on,
    seconds: 20,
    begin: async (installation) => postgresOf(installation).proxy.silence(),
    end: (installation) => postgresOf(installation).proxy.pass(),
  },
  {
    name: 'connections-cut',
    says: 'All connections to PostgreSQL are cut, new ones are refused for 10 s',
    on,
    begin: async (installation) => postgresOf(installation).proxy.refuse(),
    end: (installation) => postgresOf(installation).proxy.pass(),
  },
  locked('ScheduledBot'),
  locked('Calendar'),
  {
    name: 'disk-full',
    says: 'The disk of the database is full',
    on: BOTH,
    impossible: ({ disk }) => (disk.isOwn ? undefined : 'only root may mount a small disk'),
    async begin(installation) {
      fill(join(installation.disk.path, FILLER));
      await until(
        async () => !(await victimOf(installation).answers('/api/ready')),
        NOTICED_WITHIN_MS,
        () => 'A full disk was not noticed.',
      );
    },
    end: ({ disk }) => rm(join(disk.path, FILLER)),
  },
];
