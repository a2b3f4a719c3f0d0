type Task = (now: Date) => Promise<unknown>;

/**
 * Runs tasks one after the other, in the order of the record, and returns their results under the same names. The tasks are
 * independent of each other: one that throws keeps no other from running.
 * @param run runs one task
 * @throws AggregateError after all have run, when any has thrown; its message names each of them
 */
export async function runAll<Tasks extends Record<string, Task>>(
  tasks: Tasks,
  run: (task: Task, name: string) => Promise<unknown>,
): Promise<{ [Name in keyof Tasks]: Awaited<ReturnType<Tasks[Name]>> }> {
  const results: Record<string, unknown> = {};
  const failures: { name: string; error: unknown }[] = [];
  for (const [name, task] of Object.entries(tasks)) {
    try {
      results[name] = await run(task, name);
    } catch (error) {
      failures.push({ name, error });
    }
  }
  if (failures.length > 0) {
    const sentences = failures.map(({ name, error }) => `${name}: ${(error as Error).message}`);
    throw new AggregateError(
      failures.map(({ error }) => error),
      sentences.join('; '),
    );
  }
  return results as Awaited<ReturnType<typeof runAll<Tasks>>>;
}
