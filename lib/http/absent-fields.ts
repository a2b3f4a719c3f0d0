import { z } from 'zod';
import { botConfig, botConfigChanges } from '@/lib/contract/bot-config';

/**
 * Returns a body without the fields by which clients say nothing: `null` for an optional field that has no meaning for null
 * (Python clients send None for whatever was not given), and in a bot configuration also blank text where blank makes no
 * sense. A `null` that means something stays, as do fields that the schema does not know.
 */
export function withoutAbsentFields(schema: z.ZodType, body: unknown): unknown {
  return strip(schema, body, false);
}

function strip(schema: z.core.$ZodType, value: unknown, isConfig: boolean): unknown {
  const object = objectIn(schema);
  if (!object || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const inConfig = isConfig || object === botConfig || object === botConfigChanges;
  const entries = Object.entries(value).flatMap(([name, field]) => {
    const inner = Object.hasOwn(object.shape, name) ? object.shape[name] : undefined;
    if (!inner) return [[name, field]];
    const isBlank = inConfig && typeof field === 'string' && field.trim() === '';
    if ((field === null || isBlank) && accepts(inner, undefined) && !accepts(inner, field)) return [];
    return [[name, strip(inner, field, inConfig)]];
  });
  return Object.fromEntries(entries);
}

function accepts(schema: z.core.$ZodType, value: unknown): boolean {
  return z.safeParse(schema, value).success;
}

/** Returns the object schema that stands behind "optional", "nullable" and a default; null where there is none. */
function objectIn(schema: z.core.$ZodType): z.ZodObject | null {
  if (schema instanceof z.ZodObject) return schema;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return objectIn(schema.unwrap());
  return null;
}
