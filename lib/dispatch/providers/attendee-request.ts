import { botWords, leaveRules } from '../domain/automatic-leave';
import { fieldsOf } from './http';
import type { BotRequest } from './port';

/** Fields of our configuration that have another name in Attendee's request, or none. */
const NOT_PASSED_ON = [
  ...['bot_name', 'bot_message', 'bot_image_url', 'audio_required', 'video_required', 'callback_url'],
  ...[
    'meeting_url',
    'join_at',
    'deduplication_key',
    'custom_attributes',
    'transcription',
    'recording_config',
  ],
  ...['live_audio_required', 'live_transcription_required', 'live_video_required', 'automatic_leave'],
];

/** Attendee's names for the fields of `automatic_leave`, in seconds as ours. */
const LEAVE_SETTINGS: Record<string, string> = {
  waiting_room_timeout: 'waiting_room_timeout_seconds',
  noone_joined_timeout: 'wait_for_host_to_start_meeting_timeout_seconds',
  everyone_left_timeout: 'only_participant_in_meeting_timeout_seconds',
  voice_inactivity_timeout: 'silence_timeout_seconds',
  in_call_recording_timeout: 'max_uptime_seconds',
};

/** Transcription services that have another name in Attendee's request. */
const TRANSCRIPTION_NAMES: Record<string, string> = {
  assemblyai: 'assembly_ai',
  meeting_captions: 'meeting_closed_captions',
};

/**
 * Returns the body of Attendee's `POST /api/v1/bots` (docs/openapi.yml of attendee-labs/attendee, CreateBotRequest). Fields
 * in Attendee's own words (`recording_settings`, `zoom_settings`, …) are passed on, and win.
 *
 * `join_at` is not used: a bot is asked for when it is due. A time at the provider would have to be changed there with
 * every change of the calendar, and Attendee refuses times that have passed, so no bot could be late.
 */
export function attendeeRequest(request: BotRequest): Record<string, unknown> {
  const { botConfig: config } = request;
  const own = Object.fromEntries(Object.entries(config).filter(([key]) => !NOT_PASSED_ON.includes(key)));
  const { seconds, botDetection } = leaveRules(fieldsOf(config.automatic_leave), request.botName);
  const keywords = keywordsOf(botWords(botDetection));
  const leave = {
    ...renamed(seconds, LEAVE_SETTINGS, 'drop'),
    ...(keywords.length > 0 ? { bot_keywords: keywords } : {}),
  };
  const transcription = renamed(config.transcription, TRANSCRIPTION_NAMES, 'keep');
  const webhooks = [
    ...(request.callbackUrl ? [{ url: request.callbackUrl, triggers: ['bot.state_change'] }] : []),
    ...(Array.isArray(own.webhooks) ? own.webhooks : []),
  ];
  return {
    ...(typeof config.bot_message === 'string'
      ? { bot_chat_message: { to: 'everyone', message: config.bot_message } }
      : {}),
    automatic_leave_settings: leave,
    ...(Object.keys(transcription).length > 0 ? { transcription_settings: transcription } : {}),
    recording_settings: { format: recordingFormat(config) },
    ...own,
    meeting_url: request.meetingUrl,
    bot_name: request.botName,
    deduplication_key: request.idempotencyKey,
    metadata: { ...fieldsOf(own.metadata), ...request.customAttributes },
    ...(webhooks.length > 0 ? { webhooks } : {}),
  };
}

/** Returns the words that Attendee can find: it compares whole words of a name, split at spaces, hyphens and underscores. */
function keywordsOf(words: string[]): string[] {
  return words.filter((word) => word !== '' && !/[\s_-]/.test(word));
}

/** Returns what is recorded. Attendee's default is video; here, as with every provider, a person asks for it. */
function recordingFormat(config: Record<string, unknown>): 'mp4' | 'mp3' | 'none' {
  if (config.video_required === true) return 'mp4';
  return config.audio_required === false ? 'none' : 'mp3';
}

function renamed(
  fields: unknown,
  names: Record<string, string>,
  others: 'keep' | 'drop',
): Record<string, unknown> {
  const entries = Object.entries(fieldsOf(fields)).flatMap(([key, value]) => {
    const name = names[key] ?? (others === 'keep' ? key : null);
    return name === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}
