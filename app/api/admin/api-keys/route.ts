import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { createApiKeyFor } from '@/lib/accounts/api-keys';
import { requireAdmin } from '@/lib/http/authenticate';
import { errorAnswer } from '@/lib/http/define-route';
import { readJson } from '@/lib/http/read-json';
import { validate } from '@/lib/http/validate';
import { now } from '@/lib/platform/clock';

const body = z.strictObject({ email: z.email('must be an email address') });

/** What `npm run api-key` asks of a running app. */
export async function POST(request: Request): Promise<Response> {
  try {
    requireAdmin(request);
    const { email } = validate(body, await readJson(request), 'body');
    return Response.json(await createApiKeyFor(email, 'Created on the command line', now()), { status: 201 });
  } catch (error) {
    return errorAnswer(error, request, randomUUID());
  }
}
