import { UsherError } from '@/lib/contract/errors';
import { validate } from '@/lib/http/validate';
import { now } from '@/lib/platform/clock';
import { logger } from '@/lib/platform/logger';
import { COMMANDS } from '.';

/**
 * Carries out a command that came over the socket of the data directory.
 * @param name as in `COMMANDS`
 * @param body JSON
 * @returns the status and the body of the answer: the command's own, or `{ message }`
 */
export async function carryOutCommand(
  name: string,
  body: unknown,
): Promise<{ status: number; body: unknown }> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) return { status: 404, body: { message: `The running Usher has no command ${name}.` } };
  try {
    return { status: 200, body: await command.run(validate(command.body, body, 'body') as never, now()) };
  } catch (error) {
    if (error instanceof UsherError) return { status: error.status, body: { message: error.message } };
    logger.error({ error, command: name }, 'A command failed');
    return { status: 500, body: { message: (error as Error).message } };
  }
}
