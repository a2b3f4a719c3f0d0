import type { z } from 'zod';
import { UsherError } from '@/lib/contract/errors';

/**
 * Parses what came in with a request.
 * @param part where it stood: path, query or body
 * @throws UsherError validation_failed, listing every bad field with its path
 */
export function validate<S extends z.ZodType>(schema: S, value: unknown, part: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const details = result.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: 'is not a field here' }))
      : [{ path: issue.path.join('.') || part, message: issue.message }],
  );
  const sentence = details.map(({ path, message }) => `${path} ${lowerFirst(message)}`).join('; ');
  throw new UsherError('validation_failed', `${sentence}.`, { details });
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
