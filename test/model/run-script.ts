import { checkAtEnd, checkNow } from './checks';
import { Life } from './life';
import { perform } from './perform';
import type { Stage } from './stage';
import type { Script } from './steps';

/** A check that failed, with the story that led to it. */
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
 * Plays a script, and a quiet day at its end.
 * @throws Failure when a check fails
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
    // If the person does not know whether the account is connected, they connect it again.
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
