import { createHmac, randomUUID } from 'node:crypto';
import { type Bot, hasStopped, type Step, type Webhook } from './bot';

/** In base64, as Attendee shows it. */
export const ATTENDEE_WEBHOOK_SECRET = Buffer.from('sandbox-attendee-secret').toString('base64');

const STATE: Partial<Record<Step, string>> = {
  'bot.joining': 'joining',
  'bot.in_waiting_room': 'waiting_room',
  'bot.inmeeting': 'joined_not_recording',
  'bot.recording': 'joined_recording',
  'bot.leaving': 'leaving',
  'bot.done': 'ended',
};
const EVENT: Record<string, string> = {
  joining: 'join_requested',
  waiting_room: 'put_in_waiting_room',
  joined_not_recording: 'joined_meeting',
  joined_recording: 'recording_permission_granted',
  leaving: 'leave_requested',
  post_processing: 'left_meeting',
  ended: 'post_processing_completed',
};
const SUB_TYPE: Record<string, string> = {
  Denied: 'request_to_join_denied',
  NotAllowed: 'waiting_room_timeout_exceeded',
  Error: 'process_terminated',
};

const WHY_IT_LEAVES: Record<string, string> = {
  everyone_left: 'auto_leave_only_participant_in_meeting',
  silence: 'auto_leave_silence',
  in_call: 'auto_leave_max_uptime_exceeded',
};

/** Returns Attendee's name for a bot's state. */
export function attendeeState(bot: Bot): string {
  if (!bot.step) return bot.request.join_at ? 'scheduled' : 'ready';
  if (hasStopped(bot) && SUB_TYPE[bot.status]) return 'fatal_error';
  return STATE[bot.step] ?? 'post_processing';
}

/** Returns Attendee's names for the event that led to the state, and for its reason. */
export function attendeeEvent(bot: Bot): { type: string; sub_type: string | null } {
  const state = attendeeState(bot);
  if (state !== 'fatal_error') {
    const why = WHY_IT_LEAVES[bot.leaveReason ?? ''] ?? 'user_requested';
    return { type: EVENT[state] ?? state, sub_type: state === 'leaving' ? why : null };
  }
  return {
    type: bot.status === 'Error' ? 'fatal_error' : 'could_not_join_meeting',
    sub_type: SUB_TYPE[bot.status] ?? null,
  };
}

/**
 * Returns the webhook for a change of state in Attendee's words; none when the step changes no state (Attendee does not
 * report single artifacts), or the bot has no address to report to.
 */
export function attendeeWebhook(bot: Bot, old: Bot, now: Date): Webhook[] {
  const state = attendeeState(bot);
  if (!bot.callbackUrl || state === attendeeState(old)) return [];
  const event = attendeeEvent(bot);
  const payload = {
    idempotency_key: randomUUID(),
    bot_id: bot.id,
    bot_metadata: bot.request.metadata ?? null,
    trigger: 'bot.state_change',
    data: {
      new_state: state,
      old_state: attendeeState(old),
      created_at: now.toISOString(),
      event_type: event.type,
      event_sub_type: event.sub_type,
      event_metadata: {},
    },
  };
  return [
    {
      url: bot.callbackUrl,
      payload,
      body: asPythonWrites(payload),
      headers: { 'user-agent': 'Attendee-Webhook/1.0', 'x-webhook-signature': sign(payload) },
      retryDelaysMs: [500, 1000],
    },
  ];
}

/** Returns the payload as Python writes it: with other spaces than the text that is signed, keys unsorted, only ASCII. */
function asPythonWrites(payload: object): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(payload, null, 1).replace(/[\u0080-\uffff]/g, escaped);
}

/** Returns the HMAC-SHA256, in Base64, of the payload with sorted keys and without spaces. All its keys are ASCII. */
function sign(payload: object): string {
  const sorted = (_key: string, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return createHmac('sha256', Buffer.from(ATTENDEE_WEBHOOK_SECRET, 'base64'))
    .update(JSON.stringify(payload, sorted))
    .digest('base64');
}
