import type { z } from 'zod';
import type { Rules } from '@/lib/scheduling/domain/rules';
import { type BotConfig, botConfig } from './bot-config';
import { rules } from './rules';

/** Returns a stored bot configuration, without the fields that the contract refuses today. */
export function readBotConfig(stored: unknown): BotConfig {
  return readStored(botConfig, stored, {});
}

/** Returns a person's stored rules. One that is absent, or that the contract refuses today, has its default. */
export function readRules(stored: unknown): Rules {
  return readStored(rules, stored, rules.parse({}));
}

/**
 * Parses a stored JSON object. A value that is refused is left out: a row that an older release wrote, or that someone
 * changed in the database, breaks no page and no batch.
 * @param otherwise what is returned for anything but an object
 */
function readStored<Schema extends z.ZodType>(
  schema: Schema,
  stored: unknown,
  otherwise: z.output<Schema>,
): z.output<Schema> {
  if (typeof stored !== 'object' || stored === null) return otherwise;
  const first = schema.safeParse(stored);
  if (first.success) return first.data;
  const rest: unknown = structuredClone(stored);
  for (const issue of first.error.issues) {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [null];
    for (const name of names) remove(rest, name === null ? issue.path : [...issue.path, name]);
  }
  return schema.safeParse(rest).data ?? otherwise;
}

/** Deletes what is at a path of an object; of a list, all of it. */
function remove(from: unknown, path: readonly PropertyKey[]): void {
  const [name, ...deeper] = path;
  if (typeof from !== 'object' || from === null || name === undefined) return;
  const value = (from as Record<PropertyKey, unknown>)[name];
  if (deeper.length === 0 || Array.isArray(value)) delete (from as Record<PropertyKey, unknown>)[name];
  else remove(value, deeper);
}
