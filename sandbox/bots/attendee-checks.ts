import { normalMeetingUrl } from './attendee-link';

/** What is wrong with a request, by field, as Django REST framework tells it: lists of sentences, also nested. */
export type Complaints = Record<string, unknown>;

type Request = Record<string, unknown>;
/** A JSON schema of the few words that Attendee's need. */
type Schema = {
  type: 'object' | 'array' | 'string' | 'boolean' | 'integer';
  properties?: Record<string, Schema>;
  required?: string[];
  open?: boolean;
  items?: Schema;
  values?: readonly (string | number)[];
  pattern?: string;
  minItems?: number;
};

const string: Schema = { type: 'string' };
const boolean: Schema = { type: 'boolean' };
const strings: Schema = { type: 'array', items: string };
const one = (...values: (string | number)[]): Schema => ({
  type: typeof values[0] === 'number' ? 'integer' : 'string',
  values,
});
const object = (properties: Record<string, Schema>, required: string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
});
const pick = (schema: Schema, names: string) =>
  Object.fromEntries(names.split(' ').map((name) => [name, schema] as const));

const SCHEMAS: Record<string, Schema> = {
  transcription_settings: object({
    deepgram: object({
      ...pick(string, 'callback language model'),
      ...pick(boolean, 'detect_language use_eu_server'),
      ...pick(strings, 'keyterms keywords replace'),
      redact: { type: 'array', items: one('pci', 'pii', 'numbers') },
    }),
    gladia: object({ code_switching_languages: strings, enable_code_switching: boolean }),
    openai: object(
      {
        model: one('gpt-4o-transcribe', 'gpt-4o-mini-transcribe', 'gpt-4o-transcribe-diarize'),
        ...pick(string, 'prompt language'),
        response_format: one('json', 'diarized_json'),
        chunking_strategy: one('auto'),
      },
      ['model'],
    ),
    assembly_ai: object({
      ...pick(string, 'language_code prompt speech_model'),
      ...pick(boolean, 'language_detection speaker_labels use_eu_server'),
      ...pick(strings, 'keyterms_prompt speech_models'),
      custom_spelling: { type: 'array', items: object({ from: strings, to: string }, ['from', 'to']) },
      language_detection_options: object({ expected_languages: strings, fallback_language: string }),
    }),
    meeting_closed_captions: object({
      // The lists of languages are longer in truth.
      google_meet_language: one('en-US', 'en-GB', 'de-DE', 'fr-FR', 'es-ES', 'sv-SE', 'ja-JP', 'pt-BR'),
      teams_language: one('en-us', 'en-gb', 'de-de', 'fr-fr', 'es-es', 'sv-se', 'ja-jp', 'pt-br'),
      zoom_language: one('English', 'German', 'French', 'Spanish', 'Swedish', 'Japanese'),
      merge_consecutive_captions: boolean,
    }),
    sarvam: object({
      model: string,
      language_code: one(
        ...'unknown hi-IN bn-IN kn-IN ml-IN mr-IN od-IN pa-IN ta-IN te-IN en-IN gu-IN'.split(' '),
      ),
      mode: one('transcribe', 'translate', 'verbatim', 'translit', 'codemix'),
    }),
    elevenlabs: object(
      {
        model_id: one('scribe_v1', 'scribe_v1_experimental'),
        language_code: string,
        tag_audio_events: boolean,
      },
      ['model_id'],
    ),
    kyutai: object({ server_url: string }),
  }),
  recording_settings: object({
    ...pick(string, 'format view'),
    resolution: one('1080p', '720p'),
    ...pick(boolean, 'record_chat_messages_when_paused record_async_transcription_audio_chunks'),
    ...pick(boolean, 'record_participant_speech_start_stop_events reserve_additional_storage'),
  }),
  webhooks: {
    type: 'array',
    items: object(
      {
        url: { type: 'string', pattern: '^https://.*' },
        triggers: {
          type: 'array',
          minItems: 1,
          items: one(
            ...'bot.state_change transcript.update chat_messages.update participant_events.join_leave'.split(
              ' ',
            ),
            ...'calendar.events_update calendar.state_change async_transcription.state_change'.split(' '),
            ...'zoom_oauth_connection.state_change bot_logs.update participant_events.speech_start_stop'.split(
              ' ',
            ),
          ),
        },
      },
      ['url', 'triggers'],
    ),
  },
  callback_settings: object({ zoom_tokens_url: { type: 'string', pattern: '^https://.*' } }),
  external_media_storage_settings: object(pick(string, 'bucket_name recording_file_name'), ['bucket_name']),
  rtmp_settings: {
    ...object(pick(string, 'destination_url stream_key'), ['destination_url', 'stream_key']),
    open: true,
  },
  google_meet_settings: object({
    use_login: boolean,
    login_mode: one('always', 'only_if_required'),
    ui_interaction_mode: one('robotic', 'humanized'),
    login_group_name: string,
  }),
  teams_settings: object({
    use_login: boolean,
    login_mode: one('always', 'only_if_required'),
    login_group_name: string,
  }),
  zoom_settings: object({
    sdk: one('web', 'native'),
    meeting_settings: object({
      ...pick(boolean, 'allow_participants_to_unmute_self allow_participants_to_share_whiteboard'),
      ...pick(boolean, 'allow_participants_to_request_cloud_recording enable_focus_mode'),
      ...pick(boolean, 'allow_participants_to_request_local_recording allow_participants_to_share_screen'),
      allow_participants_to_chat: boolean,
    }),
    onbehalf_token: object({ zoom_oauth_connection_user_id: string }, ['zoom_oauth_connection_user_id']),
  }),
  debug_settings: object({ create_debug_recording: boolean }),
  websocket_settings: object({
    audio: object({ url: string, sample_rate: one(8000, 16000, 24000) }, ['url']),
    per_participant_audio: object({ url: string, sample_rate: one(8000, 16000) }, ['url']),
    per_participant_video: object(
      {
        url: string,
        ...pick(one('none', '360p', '720p', '1080p'), 'webcam_resolution screenshare_resolution'),
      },
      ['url'],
    ),
  }),
};

const OTHER_FIELDS = [
  ...['meeting_url', 'bot_name', 'bot_image', 'metadata', 'bot_chat_message', 'join_at', 'calendar_event_id'],
  ...['deduplication_key', 'voice_agent_settings', 'automatic_leave_settings', 'kubernetes_settings'],
];
const LEAVE_SETTINGS = [
  ...['silence_timeout_seconds', 'silence_activate_after_seconds', 'waiting_room_timeout_seconds'],
  ...['only_participant_in_meeting_timeout_seconds', 'wait_for_host_to_start_meeting_timeout_seconds'],
  ...['max_uptime_seconds', 'enable_closed_captions_timeout_seconds'],
  'authorized_user_not_in_meeting_timeout_seconds',
];
const MOST_METADATA = 1000;
const isAstral = (text: string) => /[\u{10000}-\u{10FFFF}]/u.test(text);

/** Returns what Attendee's serializer says is wrong with a request to create a bot; no field when nothing is. */
export function complaintsAbout(request: Request, now: Date): Complaints {
  const found: Complaints = {};
  const complain = (field: string, complaint: unknown) => {
    if (complaint) found[field] = typeof complaint === 'string' ? [complaint] : complaint;
  };
  const link = text(request.meeting_url, true);
  complain('meeting_url', link.problem ?? (normalMeetingUrl(link.value) ? null : 'Invalid meeting URL'));
  const name = text(request.bot_name, true);
  complain(
    'bot_name',
    name.problem ??
      (isAstral(name.value) ? 'Bot name cannot contain emojis or rare script characters.' : null),
  );
  if (given(request.join_at) && !(Date.parse(String(request.join_at)) >= +now))
    complain('join_at', 'join_at cannot be in the past');
  if (given(request.deduplication_key))
    complain('deduplication_key', text(request.deduplication_key, true).problem);
  if (given(request.bot_chat_message)) complain('bot_chat_message', chatMessage(request.bot_chat_message));
  if (given(request.bot_image)) complain('bot_image', image(request.bot_image));
  if (given(request.metadata)) complain('metadata', metadata(request.metadata));
  if (given(request.automatic_leave_settings))
    complain('automatic_leave_settings', leaveSettings(request.automatic_leave_settings));
  if (given(request.voice_agent_settings)) {
    const words =
      'Voice agents are not enabled. Please set the ENABLE_VOICE_AGENTS environment variable to true to use voice agents.';
    complain('voice_agent_settings', words);
  }
  if (given(request.kubernetes_settings))
    complain('kubernetes_settings', 'Custom bot pod spec types are not allowed.');
  for (const [field, schema] of Object.entries(SCHEMAS)) {
    if (given(request[field]))
      complain(field, mismatch(request[field], schema) ?? beyondSchema(field, request));
  }
  // The whole is looked at only when each field is right.
  const known = [...OTHER_FIELDS, ...Object.keys(SCHEMAS)].sort();
  const unknown = Object.keys(request)
    .filter((field) => !known.includes(field))
    .sort();
  if (Object.keys(found).length === 0 && unknown.length > 0) {
    complain(
      'non_field_errors',
      `Unexpected field(s): ${unknown.join(', ')}. Allowed fields are: ${known.join(', ')}`,
    );
  }
  return found;
}

const given = (value: unknown) => value !== undefined && value !== null;

/** Reads a text field, whose outer spaces do not count. */
function text(value: unknown, isRequired: boolean): { value: string; problem?: string } {
  if (value === undefined) return { value: '', ...(isRequired && { problem: 'This field is required.' }) };
  if (value === null) return { value: '', problem: 'This field may not be null.' };
  if (typeof value !== 'string' && typeof value !== 'number')
    return { value: '', problem: 'Not a valid string.' };
  const trimmed = String(value).trim();
  if (trimmed === '') return { value: '', problem: 'This field may not be blank.' };
  if (trimmed.includes('\0')) return { value: '', problem: 'Null characters are not allowed.' };
  return { value: trimmed };
}

const fieldsOf = (value: unknown): Request | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Request) : null;

function chatMessage(value: unknown): Complaints | null {
  const fields = fieldsOf(value);
  if (!fields) return { non_field_errors: ['Invalid data. Expected a dictionary.'] };
  const message = text(fields.message, true);
  const { to = 'everyone' } = fields;
  if (!['everyone', 'specific_user', 'everyone_but_host'].includes(String(to)))
    return { to: [`"${to}" is not a valid choice.`] };
  if (message.problem) return { message: [message.problem] };
  if (message.value.length > 10_000) return { message: ['Message must be less than 10000 characters'] };
  if (isAstral(message.value))
    return { message: ['Message cannot contain emojis or rare script characters.'] };
  if (to === 'specific_user' && !fields.to_user_uuid)
    return { to_user_uuid: ["This field is required when the 'to' value is 'specific_user'."] };
  return null;
}

function image(value: unknown): Complaints | null {
  const fields = fieldsOf(value);
  if (!fields) return { non_field_errors: ['Invalid data. Expected a dictionary.'] };
  const signature = { 'image/png': '89504e47', 'image/jpeg': 'ffd8ff' }[String(fields.type)];
  if (!signature) return { type: [`"${fields.type}" is not a valid choice.`] };
  const data = text(fields.data, true);
  if (data.problem) return { data: [data.problem] };
  if (Buffer.from(data.value, 'base64').toString('hex').startsWith(signature)) return null;
  return { non_field_errors: [`Data is not a valid ${String(fields.type).split('/')[1]} image.`] };
}

function metadata(value: unknown): string | null {
  const fields = fieldsOf(value);
  if (!fields) return 'Metadata must be an object not an array or other type';
  if (Object.keys(fields).length === 0) return 'Metadata must have at least one key';
  for (const [key, inner] of Object.entries(fields)) {
    if (typeof inner !== 'string') return `Value for key '${key}' must be a string`;
  }
  // Python puts a space behind each colon and comma, and escapes what is not ASCII.
  const json = JSON.stringify(fields).replace(/[^\x20-\x7e]/g, '\\u0000');
  const length = json.length + 2 * Object.keys(fields).length - 1;
  return length > MOST_METADATA ? `Metadata must be less than ${MOST_METADATA} characters` : null;
}

function leaveSettings(value: unknown): string | null {
  for (const [name, inner] of Object.entries(fieldsOf(value) ?? {})) {
    if (name === 'bot_keywords') continue;
    if (!LEAVE_SETTINGS.includes(name)) return `Unexpected attribute: ${name}`;
    if (!Number.isInteger(inner) || (inner as number) <= 0) return `${name} must be a positive integer`;
  }
  return null;
}

/** Returns what is wrong with fields that match their schema. */
function beyondSchema(field: string, request: Request): unknown {
  const value = fieldsOf(request[field]) ?? {};
  if (field === 'recording_settings') {
    if (given(value.format) && !['mp4', 'mp3', 'none'].includes(String(value.format)))
      return { format: "Format must be mp4 or mp3 or 'none'" };
    if (
      given(value.view) &&
      !['speaker_view', 'gallery_view', 'speaker_view_no_sidebar'].includes(String(value.view))
    )
      return { view: 'View must be speaker_view or gallery_view or speaker_view_no_sidebar' };
  }
  if (field === 'rtmp_settings' && !/^rtmps?:\/\//i.test(String(value.destination_url)))
    return { destination_url: 'URL must start with rtmp:// or rtmps://' };
  if (field === 'websocket_settings') {
    for (const [name, inner] of Object.entries(value)) {
      if (!/^wss:\/\//i.test(String(fieldsOf(inner)?.url)))
        return { [name]: { url: 'URL must start with wss://' } };
    }
  }
  if (field === 'transcription_settings') {
    const services = Object.keys(value);
    const isNative = (fieldsOf(request.zoom_settings)?.sdk ?? 'native') === 'native';
    const onZoom = /zoom\.(?:us|com)\//.test(normalMeetingUrl(String(request.meeting_url)) ?? '');
    if (onZoom && isNative && services.length === 1 && services[0] === 'meeting_closed_captions') {
      const words =
        "Closed caption based transcription is not supported for Zoom when using the native SDK. Please set 'zoom_settings.sdk' to 'web' in the bot creation request.";
      return { transcription_settings: words };
    }
  }
  return null;
}

/** Returns how a value breaks a schema, in the words of Python's jsonschema, or null. */
function mismatch(value: unknown, schema: Schema): string | null {
  const shown = JSON.stringify(value)?.replaceAll('"', "'");
  const type = Array.isArray(value)
    ? 'array'
    : value === null
      ? 'null'
      : Number.isInteger(value)
        ? 'integer'
        : typeof value;
  if (type !== schema.type) return `${shown} is not of type '${schema.type}'`;
  if (schema.values && !schema.values.includes(value as string))
    return `${shown} is not one of ${JSON.stringify(schema.values).replaceAll('"', "'")}`;
  if (schema.pattern && !new RegExp(schema.pattern).test(String(value)))
    return `${shown} does not match '${schema.pattern}'`;
  if (Array.isArray(value)) {
    if (value.length < (schema.minItems ?? 0)) return `${shown} should be non-empty`;
    for (const item of value) {
      const problem = schema.items && mismatch(item, schema.items);
      if (problem) return problem;
    }
  }
  const fields = schema.properties && fieldsOf(value);
  if (!fields || !schema.properties) return null;
  for (const name of schema.required ?? []) if (!(name in fields)) return `'${name}' is a required property`;
  for (const [name, inner] of Object.entries(fields)) {
    const property = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    if (!property && !schema.open) return `Additional properties are not allowed ('${name}' was unexpected)`;
    const problem = property && mismatch(inner, property);
    if (problem) return problem;
  }
  return null;
}
