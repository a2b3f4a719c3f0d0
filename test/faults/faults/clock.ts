import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Fault } from '../fault';
import type { Installation } from '../installation';
import { victimOf } from './processes';

const HOUR = 3_600_000;
const PRELOAD = pathToFileURL('test/faults/shift-clock.mjs').href;
/** The process reads the file so often, and more. */
const NOTICED_MS = 500;

const fileOf = (installation: Installation) => `${victimOf(installation).logFile}.shift`;
const shift = (installation: Installation, ms: number) => writeFileSync(fileOf(installation), String(ms));

/** Starts the process again with a clock that is as much ahead as its file says. */
async function restartShifted(installation: Installation, ms: number): Promise<void> {
  shift(installation, ms);
  const app = victimOf(installation);
  await app.stop();
  await app.start({ NODE_OPTIONS: `--import=${PRELOAD}`, CLOCK_SHIFT_FILE: fileOf(installation) });
}

async function restartRight(installation: Installation): Promise<void> {
  const app = victimOf(installation);
  await app.stop();
  await app.start();
}

export const clockFaults: Fault[] = [
  {
    name: 'clock-ahead',
    says: 'The clock of one of two processes is an hour ahead',
    on: ['postgres'],
    prepare: (installation) => restartShifted(installation, HOUR),
    begin: async () => {},
    end: restartRight,
  },
  {
    name: 'clock-jumps',
    says: 'The clock of one of two processes goes an hour ahead, and back after 10 s',
    on: ['postgres'],
    prepare: (installation) => restartShifted(installation, 0),
    begin: async (installation) => shift(installation, HOUR),
    end: async (installation) => shift(installation, 0),
  },
  {
    name: 'clock-jumped',
    says: 'The clock went an hour ahead, and back, before the day',
    on: ['pglite'],
    async prepare(installation) {
      await restartShifted(installation, 0);
      shift(installation, HOUR);
      await delay(4_000);
      shift(installation, 0);
      await delay(NOTICED_MS);
    },
    begin: async () => {},
    end: async () => {},
  },
];
