import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { now } from '@/lib/platform/clock';
import { logger } from '@/lib/platform/logger';
import { authenticate } from './authenticate';
import { errorAnswer } from './define-route';
import { takeRequest } from './rate-limit';
import { readJson } from './read-json';
import { validate } from './validate';

const pageError = z.strictObject({
  id: z.string().regex(/^[\w-]{1,40}$/),
  path: z.string().max(500),
  message: z.string().max(1_000),
  stack: z.string().max(10_000).optional(),
});

/** Writes the error with which a page failed in a person's browser into the log, under the id that the page shows. */
export async function takePageError(request: Request): Promise<Response> {
  try {
    const { user } = await authenticate(request, now());
    await takeRequest('pageErrors', user.id);
    const { id, path, message, stack } = validate(pageError, await readJson(request), 'body');
    logger.error({ errorId: id, user: user.id, path, message, stack }, 'A page failed in a browser');
    return new Response(null, { status: 204 });
  } catch (error) {
    return errorAnswer(error, request, randomUUID());
  }
}
