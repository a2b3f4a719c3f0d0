import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { carryOut, PEOPLE_COMMANDS } from '@/lib/calendar-sync/people-commands';
import { requireAdmin } from '@/lib/http/authenticate';
import { errorAnswer } from '@/lib/http/define-route';
import { readJson } from '@/lib/http/read-json';
import { validate } from '@/lib/http/validate';
import { now } from '@/lib/platform/clock';

const body = z.strictObject({
  command: z.enum(PEOPLE_COMMANDS),
  email: z.email('must be an email address').optional(),
});

/** What `npm run users` asks of a running app. */
export async function POST(request: Request): Promise<Response> {
  try {
    requireAdmin(request);
    const { command, email } = validate(body, await readJson(request), 'body');
    return Response.json(await carryOut(command, email, { actor: 'person', now: now() }));
  } catch (error) {
    return errorAnswer(error, request, randomUUID());
  }
}
