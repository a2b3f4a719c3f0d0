import { type GetStepTools, type Inngest, NonRetriableError } from 'inngest';
import { now } from '@/lib/platform/clock';
import { runAll } from '@/lib/platform/run-all';

/**
 * Runs tasks that are independent of each other, each in a step of its own with retries of its own. A task that fails for
 * good keeps no other from running.
 * @throws NonRetriableError after all have run, when any has failed, so that the run counts as failed
 */
export async function runSteps(
  step: Pick<GetStepTools<Inngest.Any>, 'run'>,
  tasks: Record<string, (now: Date) => Promise<unknown>>,
): Promise<void> {
  try {
    await runAll(tasks, (task, name) => step.run(name, () => task(now())));
  } catch (error) {
    throw new NonRetriableError((error as Error).message, { cause: error });
  }
}
