import { z } from 'zod';

export const LONGEST_IDEMPOTENCY_KEY = 255;

/** What an `Idempotency-Key` may be: printable ASCII. HTTP drops spaces around a header's value. */
export const idempotencyKey = z
  .string()
  .min(1)
  .max(LONGEST_IDEMPOTENCY_KEY)
  .regex(/^[!-~](?:[ -~]*[!-~])?$/);
