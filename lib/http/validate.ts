import type { z } from 'zod';
import { UsherError } from '@/lib/contract/errors';
import { MOST_LEVELS } from '@/lib/contract/limits';
import { UNSTORABLE } from '@/lib/contract/texts';

/**
 * Returns a part of a request, parsed by its schema.
 * @param part path, query or body
 * @throws UsherError validation_failed, listing every bad field with its path
 */
export function validate<S extends z.ZodType>(schema: S, value: unknown, part: string): z.output<S> {
  refuseUnstorable(value, part);
  const result = schema.safeParse(value, { error: inWords });
  if (result.success) return result.data;
  const details = result.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: 'is not a field here' }))
      : [{ path: issue.path.join('.') || part, message: issue.message }],
  );
  const sentence = details.map(({ path, message }) => `${path} ${lowerFirst(message)}`).join('; ');
  throw new UsherError('validation_failed', `${sentence}.`, { details });
}

const TYPES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  null: 'null',
};

/** Returns the sentence for a value that a schema refuses. A schema's own message is used before this one. */
function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined) return 'is required';
  if (issue.code === 'invalid_type') return `must be ${TYPES[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value')
    return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
  if (issue.code === 'too_big' && issue.origin === 'string')
    return `must be at most ${issue.maximum} characters`;
  if (issue.code === 'too_small' && issue.origin === 'string')
    return issue.minimum === 1 ? 'must not be empty' : `must be at least ${issue.minimum} characters`;
  return undefined;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/**
 * Throws for a value that would not be stored as it was sent. PostgreSQL's text cannot contain NUL or half a surrogate pair,
 * but JSON and URLs can. A number too large for JavaScript would be stored as null, and an object cannot have a field
 * named `__proto__`.
 */
function refuseUnstorable(value: unknown, path: string, depth = 0): void {
  if (typeof value === 'string') {
    if (UNSTORABLE.test(value)) throw badField(path, 'holds a character that is not text');
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw badField(path, 'is a number that is too large');
  } else if (typeof value === 'object' && value !== null) {
    if (depth === MOST_LEVELS) throw badField(path, 'is nested too deeply');
    for (const [key, inner] of Object.entries(value)) {
      refuseUnstorable(key, path, depth + 1);
      if (key === '__proto__') throw badField(depth === 0 ? key : `${path}.${key}`, 'is not a field here');
      refuseUnstorable(inner, depth === 0 ? key : `${path}.${key}`, depth + 1);
    }
  }
}

function badField(path: string, message: string): UsherError {
  return new UsherError('validation_failed', `${path} ${message}.`, { details: [{ path, message }] });
}
