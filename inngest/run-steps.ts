import { type GetStepTools, type Inngest, NonRetriableError } from 'inngest';
import { now } from '@/lib/platform/clock';
import { runAll } from '@/lib/platform/run-all';

/**
 * Runs independent tasks, each in a step of its own with its own retries. A task that fails for good does not stop the
 * others.
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
