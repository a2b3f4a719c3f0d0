import { type Actor, type Author, recordActivity } from '@/lib/activity/record-activity';
import { sizeProblem } from '@/lib/contract/bot-config';
import { UsherError } from '@/lib/contract/errors';
import type { UpdateBotBody, UpdateBotResponse } from '@/lib/contract/schedule';
import { readBotConfig } from '@/lib/contract/stored';
import { db, type Tx } from '@/lib/platform/database/client';
import type { Prisma, ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { nameAndAttributes } from './create-bookings';
import { DEFAULT_JOIN_OFFSET_SECONDS, joinTime } from './domain/join-time';
import { enqueueFollowUps } from './enqueue-follow-ups';
import { noSuchBot } from './list-bots';
import { refuseConfig, senderOfOccurrence } from './refuse-unsendable';
import { unscheduleBot } from './unschedule-bot';

/**
 * Changes the join time, name, attributes or parts of the configuration of a bot that is booked, and returns the names of
 * the changed fields. When the meeting moves, a changed join time moves with it.
 * @throws UsherError not_found, bot_not_editable (active or ended), bot_changed (since the version that
 *   was read), validation_failed (time)
 */
export async function updateBot(
  userId: string,
  botId: string,
  body: UpdateBotBody,
  { actor, now }: Author,
): Promise<UpdateBotResponse> {
  const response = await db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    const bot = await editableBot(tx, userId, botId);
    if (body.version !== undefined && body.version !== bot.version) {
      throw new UsherError('bot_changed', 'This bot has changed since it was read: nothing was written.');
    }
    const joinAt = joinTimeOf(bot, body.scheduled_join_time, now);
    const updated_fields = Object.keys(body).filter(
      (key) => key !== 'version' && body[key as keyof UpdateBotBody] !== undefined,
    );
    if (updated_fields.length > 0) {
      const sender = await senderOfOccurrence(tx, bot.occurrenceId);
      const changes = changesOf(bot, body, { joinAt, sender });
      const { count } = await tx.scheduledBot.updateMany({
        where: { id: bot.id, version: bot.version, status: 'Scheduled' },
        // What its provider refused before does not count for what is asked from now on.
        data: {
          ...changes,
          version: { increment: 1 },
          nextAttemptAt: null,
          statusReason: null,
          updatedAt: now,
        },
      });
      if (count === 0)
        throw notEditable((await tx.scheduledBot.findUniqueOrThrow({ where: { id: bot.id } })).status);
      await recordActivity(tx, {
        userId,
        at: now,
        actor,
        action: 'bot.edited',
        cause: 'requested',
        botId,
        occurrenceId: bot.occurrenceId,
        summary: `Bot for “${bot.title}” changed: ${nameFields(updated_fields)}.`,
        before: factsOf(bot, changes),
        after: factsOf({ ...bot, ...changes } as ScheduledBot, changes),
      });
    }
    return { message: 'Bot updated.', bot_id: bot.id, updated_fields, schedule_updated: joinAt !== null };
  });
  await enqueueFollowUps({ recalled: [] }, now);
  return response;
}

/**
 * Removes one bot that is booked from its meeting and stores a "never" for the meeting.
 * @throws UsherError not_found (also when it is canceled already), bot_not_editable (active or ended)
 */
export async function deleteBot(
  userId: string,
  botId: string,
  actor: Actor,
  now: Date,
): Promise<{ message: string; bot_id: string }> {
  const cancelled = await db().scheduledBot.findFirst({ where: { id: botId, userId, status: 'Cancelled' } });
  if (cancelled) throw new UsherError('not_found', 'This bot is already canceled.');
  const bot = await editableBot(db(), userId, botId);
  if (bot.occurrenceId)
    await unscheduleBot(userId, bot.occurrenceId, { cancel_all_occurrences: false }, { actor, now });
  return { message: 'Bot canceled.', bot_id: bot.id };
}

/**
 * Returns one of a user's bots, if it is booked.
 * @throws UsherError not_found, bot_not_editable
 */
async function editableBot(tx: Tx, userId: string, botId: string): Promise<ScheduledBot> {
  const bot = await tx.scheduledBot.findFirst({ where: { id: botId, userId } });
  if (!bot) throw noSuchBot();
  if (bot.status !== 'Scheduled') throw notEditable(bot.status);
  return bot;
}

function notEditable(status: string): UsherError {
  return new UsherError(
    'bot_not_editable',
    `This bot is ${status}: only a bot that is still Scheduled can be changed.`,
    {
      extra: { status },
    },
  );
}

/**
 * Returns the join time that is asked for, of which null means the usual one; null when none is asked for.
 * @throws UsherError validation_failed
 */
function joinTimeOf(bot: ScheduledBot, asked: string | null | undefined, now: Date): Date | null {
  if (asked === undefined) return null;
  if (asked === null) return joinTime(bot.meetingStart, DEFAULT_JOIN_OFFSET_SECONDS);
  const joinAt = new Date(asked);
  const message =
    joinAt <= now
      ? 'must be in the future'
      : joinAt >= bot.meetingEnd
        ? 'must be before the meeting ends'
        : null;
  if (message) throw badField('scheduled_join_time', message);
  return joinAt;
}

function badField(path: string, message: string): UsherError {
  return new UsherError('validation_failed', `${path} ${message}.`, { details: [{ path, message }] });
}

/**
 * Returns the columns that a request changes. Name and attributes are stored in the configuration, whichever field they
 * are sent by; where both are sent, their own fields count.
 */
function changesOf(
  bot: ScheduledBot,
  body: UpdateBotBody,
  { joinAt, sender }: { joinAt: Date | null; sender: string },
): Prisma.ScheduledBotUpdateManyMutationInput {
  const { bot_username, custom_attributes } = body;
  const sent: Record<string, unknown> = {
    ...body.bot_config,
    ...(bot_username === undefined ? {} : { bot_name: bot_username }),
    ...(custom_attributes === undefined ? {} : { custom_attributes }),
  };
  const merged = { ...readBotConfig(bot.botConfig), ...sent };
  const config = Object.fromEntries(Object.entries(merged).filter(([name]) => sent[name] !== null));
  const changesConfig = Object.keys(sent).length > 0;
  const problem = changesConfig && sizeProblem(config);
  if (problem)
    throw badField(
      body.bot_config ? 'bot_config' : 'custom_attributes',
      `${problem}, together with what is stored`,
    );
  refuseConfig([sender], config, { root: 'bot_config', sent: Object.keys(body.bot_config ?? {}) });
  refuseConfig([sender], config, { root: '', sent: custom_attributes ? ['custom_attributes'] : [] });
  return {
    ...(joinAt ? { joinAt, joinOffsetSeconds: Math.round((+joinAt - +bot.meetingStart) / 1000) } : {}),
    ...(changesConfig ? { botConfig: config as Prisma.InputJsonObject, ...nameAndAttributes(config) } : {}),
  };
}

/** Returns those fields of a bot that change. Name and attributes are recorded by their own fields only. */
function factsOf(bot: ScheduledBot, changes: object): Prisma.InputJsonObject {
  const { bot_name: _, custom_attributes: __, ...botConfig } = readBotConfig(bot.botConfig);
  const changed = Object.entries({ ...bot, botConfig }).filter(([name]) => name in changes);
  return JSON.parse(JSON.stringify(Object.fromEntries(changed)));
}

const NAMES: Record<Exclude<keyof UpdateBotBody, 'version'>, string> = {
  scheduled_join_time: 'join time',
  bot_username: 'name',
  custom_attributes: 'attributes',
  bot_config: 'configuration',
};

/** Returns the changed fields in a person's words. */
function nameFields(fields: string[]): string {
  return fields.map((field) => NAMES[field as keyof typeof NAMES]).join(', ');
}
