import { z } from 'zod';
import type { MeetingPlatform } from '@/lib/meeting-link';
import type { Rules } from '@/lib/scheduling/domain/rules';
import { type BotConfig, botConfig } from './bot-config';
import { rules } from './rules';
import { type DisplayFormats, displayFormats, platformOrder } from './settings';

/** Returns a stored bot configuration, without the fields that the contract refuses today. */
export function readBotConfig(stored: unknown): BotConfig {
  return readStored(botConfig, stored, {});
}

/** Returns a person's stored rules. One that is absent, or that the contract refuses today, has its default. */
export function readRules(stored: unknown): Rules {
  return readStored(rules, stored, rules.parse({}));
}

/** Returns the stored order in which a person prefers platforms; names that are unknown or repeated are left out. */
export function readPlatformOrder(stored: unknown): MeetingPlatform[] {
  return readStored(platformOrder, stored, []);
}

/** Returns how a person wants times and weeks to be shown; a stored word that is unknown counts as none. */
export function readDisplayFormats(stored: unknown): DisplayFormats {
  return displayFormats.parse(stored);
}

/** The schema of a stored bot configuration in a query: no value of it fails a row. */
export const storedBotConfig = z.unknown().transform(readBotConfig);

/** The schema of a bot's stored attributes in a query: values that are no text become text. */
export const storedAttributes = z
  .record(z.string(), z.unknown())
  .catch({})
  .transform((attributes) =>
    Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ),
  );

/**
 * Parses a stored JSON object. A value that is refused is left out, of a list the item that is refused: a row that an older
 * release wrote, or that someone changed in the database, breaks no page and no batch.
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
  // From the last to the first, so that the places of a list's other items stay.
  for (const issue of first.error.issues.reverse()) {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [null];
    for (const name of names) remove(rest, name === null ? issue.path : [...issue.path, name]);
  }
  return schema.safeParse(rest).data ?? otherwise;
}

/** Removes what is at a path of an object. */
function remove(from: unknown, path: readonly PropertyKey[]): void {
  const [name, ...deeper] = path;
  if (typeof from !== 'object' || from === null || name === undefined) return;
  if (deeper.length > 0) remove((from as Record<PropertyKey, unknown>)[name], deeper);
  else if (Array.isArray(from)) from.splice(Number(name), 1);
  else delete (from as Record<PropertyKey, unknown>)[name];
}
