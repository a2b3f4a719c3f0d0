import { z } from 'zod';
import { idempotencyKey } from '../idempotency-key';
import type { Operation } from '../operations/operation';
import { CONTRACT_HEADER } from '../version';

/** What a client may send beside parameters and body. */
export const requestHeaders = z.object({
  'Idempotency-Key': idempotencyKey.optional().meta({
    param: { id: 'Idempotency-Key' },
    description:
      'A name of your own for this request, such as a UUID. The same key with the same body within 24 hours replays the first answer instead of acting again; with another body it is a conflict.',
  }),
});

const count = () => z.string().regex(/^\d+$/);

/** Every header of an answer; each is a component of the document. */
const HEADERS = {
  'X-Request-Id': z.string().meta({
    header: { id: 'X-Request-Id' },
    description: 'Names this request in the log; error answers hold it too.',
  }),
  [CONTRACT_HEADER]: z
    .string()
    .optional()
    .meta({
      header: { id: CONTRACT_HEADER },
      description: 'The version of this contract, by which the dashboard notices an update of the server.',
    }),
  'RateLimit-Limit': count()
    .optional()
    .meta({ header: { id: 'RateLimit-Limit' }, description: 'How many requests a window allows.' }),
  'RateLimit-Remaining': count()
    .optional()
    .meta({ header: { id: 'RateLimit-Remaining' }, description: 'How many of them are left.' }),
  'RateLimit-Reset': count()
    .optional()
    .meta({ header: { id: 'RateLimit-Reset' }, description: 'Seconds until the window ends.' }),
  'RateLimit-Policy': z
    .string()
    .optional()
    .meta({ header: { id: 'RateLimit-Policy' }, description: 'Requests, and the seconds of their window.' }),
  'Retry-After': count().meta({ header: { id: 'Retry-After' }, description: 'Seconds to wait.' }),
  'Idempotent-Replayed': z
    .literal('true')
    .optional()
    .meta({
      header: { id: 'Idempotent-Replayed' },
      description: 'This is the first answer again; nothing was done this time.',
    }),
};

const RATE_LIMIT = {
  'RateLimit-Limit': true,
  'RateLimit-Remaining': true,
  'RateLimit-Reset': true,
  'RateLimit-Policy': true,
} as const;

/** The headers of an operation's answer. */
export function headersOf({ method, isPublic }: Operation, status: number): z.ZodObject {
  return z.object(HEADERS).pick({
    'X-Request-Id': true,
    [CONTRACT_HEADER]: true,
    ...(isPublic ? {} : RATE_LIMIT),
    ...(status === 429 ? { 'Retry-After': true } : {}),
    ...(method === 'POST' ? { 'Idempotent-Replayed': true } : {}),
  });
}
