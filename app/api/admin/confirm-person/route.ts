import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { confirmPerson } from '@/lib/accounts/confirm-person';
import { requireAdmin } from '@/lib/http/authenticate';
import { errorAnswer } from '@/lib/http/define-route';
import { readJson } from '@/lib/http/read-json';
import { validate } from '@/lib/http/validate';
import { now } from '@/lib/platform/clock';

const body = z.strictObject({
  email: z.email('must be an email address'),
  verdict: z.enum(['same', 'other']).nullable(),
});

/** What `npm run confirm-person` asks of a running app. */
export async function POST(request: Request): Promise<Response> {
  try {
    requireAdmin(request);
    const { email, verdict } = validate(body, await readJson(request), 'body');
    return Response.json(await confirmPerson(email, verdict, now()));
  } catch (error) {
    return errorAnswer(error, request, randomUUID());
  }
}
