import { BOTH, type Fault } from '../fault';
import type { Installation } from '../installation';

/** The process that breaks; on PostgreSQL there is another one. */
export const victimOf = ({ apps }: Installation) => apps[0] as Installation['apps'][number];

export const processFaults: Fault[] = [
  {
    name: 'nothing',
    says: 'Nothing breaks',
    on: BOTH,
    begin: async () => {},
    end: async () => {},
  },
  {
    name: 'killed',
    says: '`kill -9` of a process (of one of two), started again after 10 s',
    on: BOTH,
    begin: (installation) => victimOf(installation).kill(),
    end: (installation) => victimOf(installation).start(),
  },
  {
    name: 'all-killed',
    says: '`kill -9` of both processes at once',
    on: ['postgres'],
    begin: async ({ apps }) => void (await Promise.all(apps.map((app) => app.kill()))),
    end: async ({ apps }) => void (await Promise.all(apps.map((app) => app.start()))),
  },
  {
    name: 'frozen',
    says: 'A process (one of two) is frozen (SIGSTOP) for 40 s',
    on: BOTH,
    seconds: 40,
    begin: async (installation) => victimOf(installation).freeze(),
    end: async (installation) => victimOf(installation).thaw(),
  },
  {
    name: 'deployed',
    says: 'Each process in turn gets SIGTERM and is started again',
    on: BOTH,
    seconds: 3,
    begin: async () => {},
    end: async ({ apps }) => {
      for (const app of apps) {
        await app.stop();
        await app.start();
      }
    },
  },
];
