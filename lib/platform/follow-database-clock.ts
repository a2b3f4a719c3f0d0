import { clockOrigin, setClockOrigin } from './clock';
import { db, openedDatabase } from './database/client';
import { logger } from './logger';
import { readClock } from './queries';
import { onStop } from './stop';

/** How often the database's clock is read, and how often it is asked each time. */
const READ_EVERY_MS = 5_000;
const QUESTIONS = 3;
/** How often this process looks whether the two clocks of its computer have parted, and by how much they may. */
const LOOK_EVERY_MS = 1_000;
const PARTED_MS = 100;

/** A question to the database's clock: when it was asked and answered, by the monotonic clock, and the answer, all in ms. */
export type Reading = { askedMs: number; answeredMs: number; databaseMs: number };

/**
 * Returns the database's time at 0 of the monotonic clock, in epoch ms. An answer tells it to within half of its round trip, so
 * the quickest one counts, and a time that agrees with it stays as it is: a slow answer never makes the time less exact.
 */
export function originOf(readings: readonly Reading[], currentMs: number | undefined): number | undefined {
  const halfTrip = (reading: Reading) => (reading.answeredMs - reading.askedMs) / 2;
  const [quickest] = [...readings].sort((one, other) => halfTrip(one) - halfTrip(other));
  if (!quickest) return currentMs;
  const originMs = quickest.databaseMs - (quickest.askedMs + quickest.answeredMs) / 2;
  const agrees = currentMs !== undefined && Math.abs(originMs - currentMs) <= halfTrip(quickest);
  return agrees ? currentMs : originMs;
}

/**
 * Makes `now` the time of the database, from now on: it reads the database's clock every 5 seconds, and within a second
 * after this computer's time was changed or the computer was suspended (its monotonic clock stands still meanwhile). While the
 * database cannot be reached the time goes on as it was read last. With the embedded database there is nothing to read.
 */
export async function followDatabaseClock(): Promise<void> {
  if (openedDatabase().pglite) return;
  let readAtMs = Number.NEGATIVE_INFINITY;
  let gapMs = gapOfClocks();
  let isReading = false;
  const look = async () => {
    const isDue = performance.now() - readAtMs >= READ_EVERY_MS;
    if (isReading || !(isDue || Math.abs(gapOfClocks() - gapMs) > PARTED_MS)) return;
    isReading = true;
    try {
      const gapBefore = gapOfClocks();
      setClockOrigin(originOf(await ask(), clockOrigin()));
      gapMs = gapBefore;
      readAtMs = performance.now();
    } catch (error) {
      logger.warn({ error }, "The database's clock could not be read; it is read again");
    } finally {
      isReading = false;
    }
  };
  await look();
  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref();
  onStop('begin', () => clearInterval(timer));
}

/** Returns how far the system's clock is from the monotonic one, in ms: it changes only when one of them jumps. */
function gapOfClocks(): number {
  return Date.now() - performance.now();
}

async function ask(): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (let question = 0; question < QUESTIONS; question++) {
    const askedMs = performance.now();
    const [answer] = await readClock(db());
    if (answer) readings.push({ askedMs, answeredMs: performance.now(), databaseMs: +answer.time });
  }
  return readings;
}
