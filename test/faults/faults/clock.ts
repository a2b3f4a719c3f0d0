import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Fault } from '../fault';
import { victimOf } from './processes';

const HOUR = 3_600_000;
const file = join(mkdtempSync(join(tmpdir(), 'usher-clock-')), 'shift');
const PRELOAD = pathToFileURL('test/faults/shift-clock.mjs').href;
/** The process reads the file so often, and more. */
const NOTICED_MS = 500;

const shiftTo = (ms: number) => writeFileSync(file, String(ms));

async function restartShifted(...[installation]: Parameters<Fault['begin']>): Promise<void> {
  const app = victimOf(installation);
  await app.stop();
  await app.start({ NODE_OPTIONS: `--import=${PRELOAD}`, CLOCK_SHIFT_FILE: file });
}

async function restartRight(...[installation]: Parameters<Fault['begin']>): Promise<void> {
  const app = victimOf(installation);
  await app.stop();
  await app.start();
}

export const clockFaults: Fault[] = [
  {
    name: 'clock-ahead',
    says: 'The clock of one of two processes is an hour ahead',
    on: ['postgres'],
    async prepare(installation) {
      shiftTo(HOUR);
      await restartShifted(installation);
    },
    begin: async () => {},
    end: restartRight,
  },
  {
    name: 'clock-jumps',
    says: 'The clock of one of two processes goes an hour ahead, and back after 12 s',
    on: ['postgres'],
    async prepare(installation) {
      shiftTo(0);
      await restartShifted(installation);
    },
    begin: async () => shiftTo(HOUR),
    end: async () => shiftTo(0),
  },
  {
    name: 'clock-jumped',
    says: 'The clock went an hour ahead, and back, before the day',
    on: ['pglite'],
    async prepare(installation) {
      shiftTo(0);
      await restartShifted(installation);
      shiftTo(HOUR);
      await delay(4_000);
      shiftTo(0);
      await delay(NOTICED_MS);
    },
    begin: async () => {},
    end: async () => {},
  },
];
