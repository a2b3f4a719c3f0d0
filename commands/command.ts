import type { z } from 'zod';

/** What a script asks the running process to do. */
export type Command = {
  body: z.ZodType;
  /** Returns the answer, which is sent as JSON. */
  run(body: never, now: Date): Promise<unknown>;
};

/**
 * Returns a command.
 * @param body what the script sends
 * @param run one call of a use case; a UsherError's message is what the script prints
 */
export function defineCommand<Body extends z.ZodType>(
  body: Body,
  run: (body: z.output<Body>, now: Date) => Promise<unknown>,
): Command {
  return { body, run };
}
