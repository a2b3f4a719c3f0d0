import { createHmac } from 'node:crypto';
import type { MeetstreamSettings } from '../world';
import { type Bot, hasStopped, type Step, type Webhook } from './bot';

export const WEBHOOK_SECRET = 'sandbox-webhook-secret';

const WORDS: Partial<Record<Step, string>> = {
  'bot.joining': 'Bot is joining the meeting',
  'bot.in_waiting_room': 'Bot is waiting to be let in',
  'bot.inmeeting': 'Bot is in the meeting',
  'bot.recording': 'Bot is recording',
  'bot.leaving': 'Bot is leaving the meeting',
  'bot.done': 'All artefacts are ready',
};
/** Why a bot has stopped: `bot_event`, `bot_status` (failures have several forms) and `message`. */
const STOPPED: Record<string, { event: string; statuses: string[]; words: string }> = {
  Stopped: { event: 'bot.stopped', statuses: ['Stopped'], words: 'Bot left the meeting' },
  Kicked: { event: 'bot.kicked', statuses: ['Stopped'], words: 'Bot was removed from the meeting' },
  NotAllowed: { event: 'bot.notallowed', statuses: ['NotAllowed'], words: 'Bot was not let in' },
  Denied: { event: 'bot.denied', statuses: ['Denied'], words: 'Bot was denied entry' },
  Error: { event: 'bot.failed', statuses: ['FAILED', 'Failed', 'ERROR'], words: 'Bot failed to join' },
};

/**
 * Returns the webhooks for a step in MeetStream's words: to the bot's own address, unsigned, and to the workspace endpoint,
 * if one is set up, with a signature. Neither is repeated when its delivery fails.
 */
export function meetstreamWebhooks(bot: Bot, step: Step, now: Date, settings: MeetstreamSettings): Webhook[] {
  const payload = meetstreamReport(bot, step, now, settings.omit);
  const body = JSON.stringify(payload);
  const webhook = { payload, body, retryDelaysMs: [] };
  const { callbackUrl } = bot;
  const { workspaceEndpoint } = settings;
  return [
    ...(callbackUrl ? [{ ...webhook, url: callbackUrl, headers: AGENT }] : []),
    ...(workspaceEndpoint ? [{ ...webhook, url: workspaceEndpoint, headers: signedHeaders(body, now) }] : []),
  ];
}

const AGENT = { 'user-agent': 'meetstream-webhooks/1.0' };

/** Returns the headers of a delivery to a workspace endpoint. The time is not part of what is signed. */
export function signedHeaders(body: string, now: Date): Record<string, string> {
  return {
    ...AGENT,
    'x-meetstream-signature': `sha256=${createHmac('sha256', WEBHOOK_SECRET).update(body).digest('hex')}`,
    'x-meetstream-timestamp': String(Math.floor(now.getTime() / 1000)),
  };
}

/**
 * Returns the report of a step. Every ending is `bot.stopped`; why the bot ended stands in `bot_event`.
 * @param omit names of fields that are left out, as MeetStream does at times
 */
export function meetstreamReport(bot: Bot, step: Step, now: Date, omit: string[] = []): object {
  const isEnd = step === 'bot.stopped';
  const stopped = STOPPED[bot.status] ?? STOPPED.Stopped;
  const payload = {
    event: step,
    bot_event: isEnd ? stopped?.event : step,
    bot_id: bot.id,
    bot_status: isEnd ? formOf(stopped?.statuses ?? [], bot) : bot.status,
    message: isEnd ? stopped?.words : (WORDS[step] ?? step),
    status_code: isEnd && bot.status === 'Error' ? 500 : 200,
    timestamp: now.toISOString(),
    custom_attributes: bot.customAttributes,
  };
  return Object.fromEntries(Object.entries(payload).filter(([name]) => !omit.includes(name)));
}

/** Returns what the status route says of a bot. Its words are not quite those of the webhooks. */
export function meetstreamStatus(bot: Bot): string {
  if (bot.step === 'bot.in_waiting_room') return 'WaitingRoom';
  if (bot.status === 'Error') return formOf(['FAILED', 'Failed', 'ERROR', 'Error'], bot);
  if (bot.step === 'bot.done' || !hasStopped(bot)) return bot.status;
  if (bot.step !== 'bot.stopped') return 'MediaProcessing';
  return bot.status === 'Kicked' ? 'Stopped' : bot.status;
}

/** Returns one of several forms, always the same for a bot. */
function formOf(forms: string[], { id }: Bot): string {
  const number = [...id].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0);
  return forms[number % forms.length] ?? '';
}
