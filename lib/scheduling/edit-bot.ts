import { toActivityRow } from '@/lib/activity/list-activity';
import { type Actor, recordActivity } from '@/lib/activity/record-activity';
import { type BotConfig, sizeProblem } from '@/lib/contract/bot-config';
import { UsherError } from '@/lib/contract/errors';
import type { BotWithTimeline, UpdateBotBody, UpdateBotResponse } from '@/lib/contract/schedule';
import { db, type Tx } from '@/lib/platform/database/client';
import type { Prisma, ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { nameAndAttributes } from './create-bookings';
import { enqueueFollowUps } from './enqueue-follow-ups';
import { toBotRow } from './list-bots';
import { nameFields } from './name-fields';
import { botById } from './queries/shown-bots';
import { unscheduleBot } from './unschedule-bot';

/**
 * Changes a bot that has not set out: its join time, name, attributes, or parts of its configuration. A join time
 * set by hand keeps its distance from the meeting's start when the meeting moves.
 * @throws UsherError not_found, bot_not_editable (joining, cancelled or ended), bot_changed (since the version that
 *   was read), validation_failed (time)
 */
export async function updateBot(
  userId: string,
  botId: string,
  body: UpdateBotBody,
  actor: Actor,
  now: Date,
): Promise<UpdateBotResponse> {
  const response = await db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    const bot = await editableBot(tx, userId, botId);
    if (body.version !== undefined && body.version !== bot.version) {
      throw new UsherError('bot_changed', 'This bot has changed since it was read: nothing was written.');
    }
    const joinAt = body.scheduled_join_time ? new Date(body.scheduled_join_time) : null;
    if (joinAt) refuseJoinTime(bot, joinAt, now);
    const updated_fields = Object.keys(body).filter(
      (key) => key !== 'version' && body[key as keyof UpdateBotBody] !== undefined,
    );
    if (updated_fields.length > 0) {
      const changes = changesOf(bot, body, joinAt);
      const { count } = await tx.scheduledBot.updateMany({
        where: { id: bot.id, version: bot.version, status: 'Scheduled' },
        data: { ...changes, version: { increment: 1 }, updatedAt: now },
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
 * Takes one bot off its meeting, as a lasting wish.
 * @throws UsherError not_found (also when it is cancelled already), bot_not_editable (it has joined)
 */
export async function deleteBot(
  userId: string,
  botId: string,
  actor: Actor,
  now: Date,
): Promise<{ message: string; bot_id: string }> {
  const cancelled = await db().scheduledBot.findFirst({ where: { id: botId, userId, status: 'Cancelled' } });
  if (cancelled) throw new UsherError('not_found', 'This bot is cancelled already.');
  const bot = await editableBot(db(), userId, botId);
  if (bot.occurrenceId)
    await unscheduleBot(userId, bot.occurrenceId, { cancel_all_occurrences: false }, actor, now);
  return { message: 'Bot cancelled.', bot_id: bot.id };
}

/**
 * One bot with its timeline.
 * @throws UsherError not_found
 */
export async function readBot(userId: string, botId: string): Promise<BotWithTimeline> {
  const [bot] = await botById(db(), userId, botId);
  if (!bot) throw noSuchBot();
  const entries = await db().activityEntry.findMany({ where: { userId, botId }, orderBy: { id: 'asc' } });
  return {
    ...toBotRow(bot),
    timeline: entries.map(toActivityRow),
  };
}

async function editableBot(tx: Tx, userId: string, botId: string): Promise<ScheduledBot> {
  const bot = await tx.scheduledBot.findFirst({ where: { id: botId, userId } });
  if (!bot) throw noSuchBot();
  if (bot.status !== 'Scheduled') throw notEditable(bot.status);
  return bot;
}

function noSuchBot(): UsherError {
  return new UsherError('not_found', 'There is no bot with this id.');
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

function refuseJoinTime(bot: ScheduledBot, joinAt: Date, now: Date): void {
  const message =
    joinAt <= now
      ? 'must be in the future'
      : joinAt >= bot.meetingEnd
        ? 'must be before the meeting ends'
        : null;
  if (message) throw badField('scheduled_join_time', message);
}

function badField(path: string, message: string): UsherError {
  return new UsherError('validation_failed', `${path} ${message}.`, { details: [{ path, message }] });
}

/** Name and attributes stand in the configuration, by whichever field they were sent; the fields of their own count more. */
function changesOf(
  bot: ScheduledBot,
  body: UpdateBotBody,
  joinAt: Date | null,
): Prisma.ScheduledBotUpdateManyMutationInput {
  const { bot_username, custom_attributes } = body;
  const sent: Record<string, unknown> = {
    ...body.bot_config,
    ...(bot_username === undefined ? {} : { bot_name: bot_username }),
    ...(custom_attributes === undefined ? {} : { custom_attributes }),
  };
  const merged = { ...(bot.botConfig as BotConfig), ...sent };
  const config = Object.fromEntries(Object.entries(merged).filter(([name]) => sent[name] !== null));
  const changesConfig = Object.keys(sent).length > 0;
  const problem = changesConfig && sizeProblem(config);
  if (problem)
    throw badField(
      body.bot_config ? 'bot_config' : 'custom_attributes',
      `${problem}, together with what is stored`,
    );
  return {
    ...(joinAt ? { joinAt, joinOffsetSeconds: Math.round((+joinAt - +bot.meetingStart) / 1000) } : {}),
    ...(changesConfig ? { botConfig: config as Prisma.InputJsonObject, ...nameAndAttributes(config) } : {}),
  };
}

/** Of a bot, the fields that change; what has a field of its own is told there only. */
function factsOf(bot: ScheduledBot, changes: object): Prisma.InputJsonObject {
  const { bot_name: _, custom_attributes: __, ...botConfig } = bot.botConfig as BotConfig;
  const changed = Object.entries({ ...bot, botConfig }).filter(([name]) => name in changes);
  return JSON.parse(JSON.stringify(Object.fromEntries(changed)));
}
