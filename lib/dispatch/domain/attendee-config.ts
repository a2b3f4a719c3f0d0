import { ATTENDEE_FIELDS, ATTENDEE_TRANSCRIPTION } from './attendee-shapes';
import { botWords, leaveRules } from './automatic-leave';
import { plainText } from './plain-text';
import { fitShape, type Misfit, raise } from './shape';

/** A configuration in Attendee's words, and what of it Attendee does not take as it is. */
export type AttendeeConfig = { fields: Record<string, unknown>; misfits: Misfit[] };

type Fields = Record<string, unknown>;

/** Fields of the REST contract that are sent in another place, or that the calendar decides. */
const SENT_ELSEWHERE = new Set([
  ...['bot_name', 'callback_url', 'meeting_url', 'join_at', 'deduplication_key', 'custom_attributes'],
  ...['audio_required', 'video_required', 'bot_message', 'automatic_leave', 'transcription'],
  'recording_config',
]);

/** Fields of the REST contract for which Attendee has nothing. */
const NOT_THERE = new Set([
  ...['bot_image_url', 'live_audio_required', 'live_transcription_required', 'live_video_required'],
]);

/** Attendee's names for the fields of `automatic_leave`, in seconds as ours. */
const LEAVE_NAMES: Record<string, string> = {
  waiting_room_timeout: 'waiting_room_timeout_seconds',
  noone_joined_timeout: 'wait_for_host_to_start_meeting_timeout_seconds',
  everyone_left_timeout: 'only_participant_in_meeting_timeout_seconds',
  voice_inactivity_timeout: 'silence_timeout_seconds',
  in_call_recording_timeout: 'max_uptime_seconds',
};

/** Transcription services, and their settings, that have another name at Attendee. */
const TRANSCRIPTION_NAMES: Record<string, string> = {
  assemblyai: 'assembly_ai',
  meeting_captions: 'meeting_closed_captions',
};
const SETTING_NAMES: Record<string, Record<string, string>> = {
  deepgram: { keyterm: 'keyterms' },
  elevenlabs: { model: 'model_id' },
};

/** Attendee takes longer messages than any person writes, but not endless ones. */
const MOST_OF_A_MESSAGE = 10_000;

/**
 * Returns a configuration in the words of Attendee's `POST /api/v1/bots`, with nothing that Attendee would refuse, and what
 * was left out or changed. Fields in Attendee's own words (`recording_settings`, `zoom_settings`, …) are taken over, and win.
 * Name, attributes, link and key are not in it.
 * @param botName as it is sent
 */
export function attendeeConfig(config: Fields, botName: string): AttendeeConfig {
  const misfits: Misfit[] = [];
  const own: Fields = {};
  for (const [name, value] of Object.entries(config)) {
    if (SENT_ELSEWHERE.has(name) || value === null || value === undefined) continue;
    if (NOT_THERE.has(name)) {
      misfits.push({ path: name, message: 'is not sent: Attendee has nothing like it', isRefused: false });
      continue;
    }
    const shape = Object.hasOwn(ATTENDEE_FIELDS, name) ? ATTENDEE_FIELDS[name] : undefined;
    if (!shape) {
      misfits.push({ path: name, message: 'is no field that Attendee knows: leave it out', isRefused: true });
      continue;
    }
    const fitted = fitShape(value, shape, name);
    misfits.push(...fitted.misfits);
    if (fitted.value !== undefined) own[name] = fitted.value;
  }
  const message = chatMessage(config.bot_message, own.bot_chat_message);
  const leave = leaveSettings(config.automatic_leave, botName);
  const transcription = transcriptionSettings(config);
  misfits.push(...message.misfits, ...leave.misfits, ...transcription.misfits, ...contradictions(own));
  return {
    fields: {
      ...own,
      ...named('bot_chat_message', message.value),
      ...named('automatic_leave_settings', { ...leave.value, ...fieldsOf(own.automatic_leave_settings) }),
      ...named('transcription_settings', { ...transcription.value, ...fieldsOf(own.transcription_settings) }),
      recording_settings: { format: recordingFormat(config), ...fieldsOf(own.recording_settings) },
    },
    misfits,
  };
}

/** Returns a field, unless it would be empty: an empty object says the same as none. */
function named(name: string, value: Fields | undefined): Fields {
  return value && Object.keys(value).length > 0 ? { [name]: value } : {};
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

type Part = { value?: Fields; misfits: Misfit[] };

/** @param given `bot_message`; `own` the same in Attendee's words, which wins */
function chatMessage(given: unknown, own: unknown): Part {
  const { to, message } = fieldsOf(own);
  const path = own ? 'bot_chat_message.message' : 'bot_message';
  const said = own ? message : given;
  if (typeof said !== 'string') return { misfits: [] };
  const plain = plainText(said).trim();
  const misfits: Misfit[] = [];
  if (plain !== said.trim()) {
    const what = 'has characters that Attendee does not take (emoji, rare scripts): they are left out';
    misfits.push({ path, message: what, isRefused: false });
  }
  if (plain === '') {
    misfits.push({ path, message: 'is blank and not sent', isRefused: false });
    return { value: {}, misfits };
  }
  const cut = [...plain].slice(0, MOST_OF_A_MESSAGE).join('');
  if (cut !== plain) misfits.push({ path, message: 'must have at most 10,000 characters', isRefused: true });
  return { value: { to: to ?? 'everyone', message: cut }, misfits };
}

/** Returns when a bot leaves, with the defaults where the configuration is silent. */
function leaveSettings(given: unknown, botName: string): Part {
  const rules = leaveRules(fieldsOf(given), botName);
  // It compares whole words of a name, split at spaces, hyphens and underscores: others it could not find.
  const keywords = botWords(rules.botDetection).filter((word) => word !== '' && !/[\s_-]/.test(word));
  const value: Fields = keywords.length > 0 ? { bot_keywords: keywords } : {};
  const misfits: Misfit[] = [];
  for (const [name, seconds] of Object.entries(rules.seconds)) {
    const path = `automatic_leave.${name}`;
    const attendees = Object.hasOwn(LEAVE_NAMES, name) ? LEAVE_NAMES[name] : undefined;
    if (seconds === null || seconds === undefined) continue;
    if (!attendees) {
      const isOurs = name === 'recording_permission_denied_timeout';
      const message = isOurs
        ? 'is not sent: Attendee has nothing like it'
        : 'is nothing that Attendee knows: leave it out';
      misfits.push({ path, message, isRefused: !isOurs });
    } else if (typeof seconds !== 'number' || !Number.isSafeInteger(seconds)) {
      misfits.push({ path, message: 'must be a whole number of seconds', isRefused: true });
    } else {
      const raised = raise(seconds, 1, path);
      misfits.push(...raised.misfits);
      value[attendees] = raised.value;
    }
  }
  return { value, misfits };
}

/** Returns the settings of the one transcription service that a configuration names. */
function transcriptionSettings({ transcription, recording_config }: Fields): Part {
  const { transcript, ...recording } = fieldsOf(recording_config);
  const { provider, ...otherwise } = fieldsOf(transcript);
  const unsent = [
    ...Object.keys(recording).map((name) => `recording_config.${name}`),
    ...Object.keys(otherwise).map((name) => `recording_config.transcript.${name}`),
  ];
  const misfits = unsent.map((path): Misfit => {
    return { path, message: 'is not sent: Attendee has nothing like it', isRefused: false };
  });
  const [root, given] =
    transcription === undefined || transcription === null
      ? (['recording_config.transcript.provider', provider] as const)
      : (['transcription', transcription] as const);
  const value: Fields = {};
  for (const [service, settings] of Object.entries(fieldsOf(given))) {
    const path = `${root}.${service}`;
    const name = TRANSCRIPTION_NAMES[service] ?? service;
    const shape = Object.hasOwn(ATTENDEE_TRANSCRIPTION, name) ? ATTENDEE_TRANSCRIPTION[name] : undefined;
    if (!shape) {
      const known = Object.keys(ATTENDEE_TRANSCRIPTION).join(', ');
      misfits.push({ path, message: `is no transcription of Attendee: it has ${known}`, isRefused: true });
      continue;
    }
    const renamed = Object.fromEntries(
      Object.entries(fieldsOf(settings ?? {})).map(([key, setting]) => [
        SETTING_NAMES[name]?.[key] ?? key,
        setting,
      ]),
    );
    const fitted = fitShape(renamed, shape, path);
    misfits.push(...fitted.misfits);
    if (fitted.value !== undefined) value[name] = fitted.value;
  }
  return { value, misfits };
}

/** Returns what is wrong with fields that fit, each alone. It takes one of two away. */
function contradictions(own: Fields): Misfit[] {
  const misfits: Misfit[] = [];
  const voice = fieldsOf(own.voice_agent_settings);
  if (voice.url && voice.screenshare_url) {
    delete voice.screenshare_url;
    const message = 'cannot be used together with voice_agent_settings.url';
    misfits.push({ path: 'voice_agent_settings.screenshare_url', message, isRefused: true });
  }
  const deepgram = fieldsOf(fieldsOf(own.transcription_settings).deepgram);
  if (deepgram.callback && deepgram.detect_language) {
    delete deepgram.detect_language;
    const message = 'cannot be used together with a callback: use language “multi”';
    misfits.push({ path: 'transcription_settings.deepgram.detect_language', message, isRefused: true });
  }
  const video = fieldsOf(fieldsOf(own.websocket_settings).per_participant_video);
  if (video.webcam_resolution === 'none' && video.screenshare_resolution === 'none') {
    delete fieldsOf(own.websocket_settings).per_participant_video;
    const message = 'must ask for a webcam or a screen share';
    misfits.push({ path: 'websocket_settings.per_participant_video', message, isRefused: true });
  }
  return misfits;
}

/** Returns what is recorded. Attendee's default is video; here, as with every provider, a person asks for it. */
function recordingFormat(config: Fields): 'mp4' | 'mp3' | 'none' {
  if (config.video_required === true) return 'mp4';
  return config.audio_required === false ? 'none' : 'mp3';
}
