import '@/components/zod-without-eval';
import { hashKey } from '@tanstack/react-query';
import { type BotConfig, type BotConfigChanges, botConfig } from '@/lib/contract/bot-config';
import type { ScheduledBotRow, UpdateBotBody } from '@/lib/contract/schedule';

/**
 * What can be edited of a scheduled bot. Its name and attributes are part of its configuration, as when it is
 * scheduled.
 */
export type BotFields = { joinTime: string; config: BotConfig };

/** A field that was edited here and, since then, differently elsewhere. */
export type Conflict = {
  /** Name within the configuration; null for the join time. */
  name: string | null;
  theirs: unknown;
};

type Sides = { base: BotFields; mine: BotFields; saved: BotFields };
export type Merged = { value: BotFields; base: BotFields; conflicts: Conflict[] };

/** Returns the fields of a bot as they are stored. */
export function fieldsOf(bot: ScheduledBotRow): BotFields {
  const { bot_name: _, custom_attributes: __, ...rest } = bot.bot_config;
  const attributes = Object.keys(bot.custom_attributes).length > 0 ? bot.custom_attributes : undefined;
  return {
    joinTime: bot.scheduled_join_time,
    config: {
      bot_name: bot.bot_username,
      ...rest,
      ...(attributes ? { custom_attributes: attributes } : {}),
    },
  };
}

/**
 * Merges edits with what is stored now. Fields that were not edited here take the stored value. Fields that
 * were edited on both sides keep the value from here and are conflicts.
 * @param sides.base what was stored when the edits were made
 */
export function mergeEdits({ base, mine, saved }: Sides): Merged {
  const conflicts: Conflict[] = [];
  const merge = (name: string | null, was: unknown, here: unknown, there: unknown) => {
    if (isSame(here, was)) return { value: there, base: there };
    if (isSame(there, was) || isSame(there, here)) return { value: here, base: there };
    conflicts.push({ name, theirs: there });
    return { value: here, base: was };
  };
  const join = merge(null, base.joinTime, mine.joinTime, saved.joinTime);
  const value: Record<string, unknown> = {};
  const since: Record<string, unknown> = {};
  for (const name of namesIn(mine.config, saved.config, base.config)) {
    const merged = merge(name, base.config[name], mine.config[name], saved.config[name]);
    if (merged.value !== undefined) value[name] = merged.value;
    if (merged.base !== undefined) since[name] = merged.base;
  }
  return {
    value: { joinTime: join.value as string, config: value },
    base: { joinTime: join.base as string, config: since },
    conflicts,
  };
}

/** Ends a conflict with the value that is stored, or with the one that was edited here. */
export function settle({ value, base }: Merged, { name, theirs }: Conflict, keep: 'mine' | 'theirs'): Edit {
  const put = (fields: BotFields): BotFields => {
    if (name === null) return { ...fields, joinTime: theirs as string };
    const { [name]: _, ...rest } = fields.config;
    return { ...fields, config: theirs === undefined ? rest : { ...fields.config, [name]: theirs } };
  };
  return { base: put(base), mine: keep === 'theirs' ? put(value) : value };
}

/** Edits, and the stored fields they were made on. */
export type Edit = Pick<Sides, 'base' | 'mine'>;

/** Returns the request that changes stored fields into the wanted ones: only those that differ. */
export function updateOf(saved: BotFields, wanted: BotFields): UpdateBotBody {
  const changes: BotConfigChanges = {};
  const body: UpdateBotBody = {};
  if (wanted.joinTime !== saved.joinTime) body.scheduled_join_time = wanted.joinTime;
  for (const name of namesIn(saved.config, wanted.config)) {
    const value = wanted.config[name];
    if (isSame(value, saved.config[name])) continue;
    if (name === 'bot_name') body.bot_username = String(value);
    else if (name === 'custom_attributes') body.custom_attributes = wanted.config.custom_attributes ?? {};
    else changes[name] = value ?? null;
  }
  return Object.keys(changes).length > 0 ? { ...body, bot_config: changes } : body;
}

/**
 * Returns what is wrong with edited fields, by the path of the field: in the contract's words, and by its
 * rules of time.
 * @param now milliseconds since 1970
 */
export function problemsOf(
  fields: BotFields,
  bot: Pick<ScheduledBotRow, 'scheduled_join_time' | 'meeting_end'>,
  now: number,
): Map<string, string> {
  const named = { ...fields.config, bot_name: fields.config.bot_name ?? '' };
  const issues = botConfig.safeParse(named).error?.issues ?? [];
  const problems = new Map(issues.map((issue) => [issue.path.join('.'), issue.message]));
  if (fields.joinTime === bot.scheduled_join_time) return problems;
  const joinTime = Date.parse(fields.joinTime);
  if (Number.isNaN(joinTime)) problems.set(JOIN_TIME, 'must be a day and a time');
  else if (joinTime <= now) problems.set(JOIN_TIME, 'must be in the future');
  else if (joinTime >= Date.parse(bot.meeting_end))
    problems.set(JOIN_TIME, 'must be before the meeting ends');
  return problems;
}

export const JOIN_TIME = 'scheduled_join_time';

/** Whether two values are equal, whatever the order of their fields. */
export function isSame(one: unknown, other: unknown): boolean {
  return one === other || hashKey([one]) === hashKey([other]);
}

function namesIn(...configs: BotConfig[]): string[] {
  return [...new Set(configs.flatMap((config) => Object.keys(config)))];
}
