import { createHash } from 'node:crypto';
import type { ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { hideTokens } from '@/lib/platform/hide-tokens.mjs';
import { canonicalJson } from '../providers/attendee-signature';
import { fieldsOf, parseJson } from '../providers/http';

/** The attributes that we add to a person's own, in a request and so in every report. */
const OURS = ['usher_bot_id', 'meeting_end'];
/** Where the providers repeat the attributes. */
const ATTRIBUTES = ['custom_attributes', 'bot_metadata'];

/**
 * Returns a provider's report as the receiver of a person's callbacks gets it: `bot_id` is the id that the person knows the
 * bot by, the provider's own is `provider_bot_id`, and the attributes are the person's. All else is the provider's.
 */
export function bodyForReceiver(
  body: string,
  bot: Pick<ScheduledBot, 'id' | 'providerBotId' | 'customAttributes' | 'botConfig'>,
): string {
  const report = fieldsOf(parseJson(body));
  const theirs = { ...fieldsOf(fieldsOf(bot.botConfig).metadata), ...fieldsOf(bot.customAttributes) };
  const attributes = ATTRIBUTES.filter((name) => isObject(report[name])).map((name) => [
    name,
    withoutOurs(fieldsOf(report[name]), theirs),
  ]);
  return hideTokens(
    JSON.stringify({
      ...report,
      bot_id: bot.id,
      provider_bot_id: report.bot_id ?? bot.providerBotId,
      ...Object.fromEntries(attributes),
    }),
  );
}

/**
 * Returns the id of a message: the same for the same message, however its JSON is written, and to whichever of our addresses
 * it comes.
 */
export function messageId(botId: string, body: string): string {
  const digest = createHash('sha256')
    .update(`${botId}\n${canonical(body)}`)
    .digest('hex');
  return `msg_${digest.slice(0, 32)}`;
}

function canonical(body: string): string {
  try {
    return canonicalJson(body);
  } catch {
    return body;
  }
}

function withoutOurs(attributes: Record<string, unknown>, theirs: Record<string, unknown>) {
  const shown = { ...attributes };
  for (const name of OURS) {
    if (Object.hasOwn(theirs, name)) shown[name] = theirs[name];
    else delete shown[name];
  }
  return shown;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
