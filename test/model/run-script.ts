import { checkAtEnd, checkNow } from './checks';
import { Life } from './life';
import { perform } from './perform';
import type { Stage } from './stage';
import type { Script } from './steps';

/** What must hold did not; with the story of how it came to that. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly story: string[],
    readonly origin: string,
    /** How many steps had been taken. */
    readonly steps: number,
  ) {
    super(message);
  }
}

/**
 * Plays a script from its beginning to a quiet day at its end.
 * @throws Failure when something that must hold does not
 */
export async function runScript(stage: Stage, script: Script): Promise<void> {
  await stage.reset(new Date(script.start));
  const life = new Life(stage);
  life.check = () => checkNow(life);
  let taken = 0;
  try {
    await life.begin();
    for (const step of script.steps) {
      taken++;
      await perform(life, step);
      await stage.deliver(false);
      await life.names.noticeEvents();
      await life.check();
    }
    await life.heal();
    // Whoever is not sure whether the account is connected asks once more.
    if (!life.isConnected) await perform(life, { do: 'connect', doubled: false });
    await life.passQuietDay();
    await checkAtEnd(life);
    await stage.coverage.addRun(stage.sql, taken);
  } catch (error) {
    const { message, stack = '' } = error as Error;
    await life.tellState();
    throw new Failure(message, stage.story, stack, taken);
  }
}
