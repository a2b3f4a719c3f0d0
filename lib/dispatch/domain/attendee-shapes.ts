import type { Shape } from './shape';

/*
 * The fields of Attendee's `POST /api/v1/bots` that a person's configuration may hold in Attendee's own words, as its server
 * checks them (bots/serializers.py of attendee-labs/attendee, August 2026). Fields that we fill in are not among them.
 */

const text: Shape = { is: 'text' };
const flag: Shape = { is: 'flag' };
const texts: Shape = { is: 'list', of: text };
const oneOf = (...values: string[]): Shape => ({ is: 'text', oneOf: values });
const words = (list: string): Shape => ({ is: 'text', oneOf: list.split(' ') });
const begins = (...starts: string[]): Shape => ({
  is: 'text',
  like: new RegExp(`^(?:${starts.join('|')})`, 'i'),
  so: `must begin with ${starts.join(' or ')}`,
});
const object = (fields: Record<string, Shape>, required: string[] = []): Shape => ({
  is: 'object',
  fields,
  required,
});

const MEET_CAPTIONS =
  'af-ZA sq-AL am-ET ar-EG ar-x-LEVANT ar-x-MAGHREBI ar-x-GULF ar-AE hy-AM az-AZ eu-ES bn-BD bg-BG my-MM ca-ES cmn-Hans-CN cmn-Hant-TW cs-CZ nl-NL en-US en-AU en-IN en-PH en-GB et-EE fil-PH fi-FI fr-FR fr-CA gl-ES ka-GE de-DE el-GR gu-IN iw-IL hi-IN hu-HU is-IS id-ID it-IT ja-JP jv-ID kn-IN kk-KZ km-KH rw-RW ko-KR lo-LA lv-LV lt-LT mk-MK ms-MY ml-IN mr-IN mn-MN ne-NP nso-ZA nb-NO fa-IR pl-PL pt-BR pt-PT ro-RO ru-RU sr-RS st-ZA si-LK sk-SK sl-SI es-MX es-ES su-ID sw ss-latn-ZA sv-SE ta-IN te-IN th-TH ve-ZA tn-latn-ZA tr-TR uk-UA ur-PK uz-UZ vi-VN xh-ZA ts-ZA zu-ZA';
const TEAMS_CAPTIONS =
  'ar-sa ar-ae bg-bg ca-es zh-cn zh-hk zh-tw hr-hr cs-cz da-dk nl-be nl-nl en-au en-ca en-in en-nz en-gb en-us et-ee fi-fi fr-ca fr-fr de-de de-ch el-gr he-il hi-in hu-hu id-id it-it ja-jp ko-kr lv-lv lt-lt nb-no pl-pl pt-br pt-pt ro-ro ru-ru sr-rs sk-sk sl-si es-mx es-es sv-se th-th tr-tr uk-ua vi-vn cy-gb';
const ZOOM_CAPTIONS =
  'Arabic,Cantonese,Chinese (Simplified),Czech,Danish,Dutch,English,Estonian,Finnish,French,French (Canada),German,Hebrew,Hindi,Hungarian,Indonesian,Italian,Japanese,Korean,Malay,Persian,Polish,Portuguese,Romanian,Russian,Spanish,Swedish,Tagalog,Tamil,Telugu,Thai,Turkish,Ukrainian,Vietnamese';

/** The transcription services, each with its settings. */
export const ATTENDEE_TRANSCRIPTION: Record<string, Shape & { is: 'object' }> = {
  deepgram: {
    is: 'object',
    fields: {
      ...{ callback: text, detect_language: flag, language: text, model: text, use_eu_server: flag },
      ...{ keyterms: texts, keywords: texts, replace: texts },
      redact: { is: 'list', of: oneOf('pci', 'pii', 'numbers') },
    },
  },
  gladia: { is: 'object', fields: { code_switching_languages: texts, enable_code_switching: flag } },
  openai: {
    is: 'object',
    fields: {
      // An installation may name a model of its own.
      ...{ model: text, prompt: text, language: text, response_format: oneOf('json', 'diarized_json') },
      chunking_strategy: { is: 'anything' },
    },
    required: ['model'],
  },
  assembly_ai: {
    is: 'object',
    fields: {
      ...{ language_code: text, language_detection: flag, prompt: text, speech_model: text },
      ...{ speaker_labels: flag, use_eu_server: flag, keyterms_prompt: texts, speech_models: texts },
      custom_spelling: { is: 'list', of: object({ from: texts, to: text }, ['from', 'to']) },
      language_detection_options: object({ expected_languages: texts, fallback_language: text }),
    },
  },
  meeting_closed_captions: {
    is: 'object',
    fields: {
      google_meet_language: words(MEET_CAPTIONS),
      teams_language: words(TEAMS_CAPTIONS),
      zoom_language: oneOf(...ZOOM_CAPTIONS.split(',')),
      merge_consecutive_captions: flag,
    },
  },
  sarvam: {
    is: 'object',
    fields: {
      model: text,
      language_code: words('unknown hi-IN bn-IN kn-IN ml-IN mr-IN od-IN pa-IN ta-IN te-IN en-IN gu-IN'),
      mode: words('transcribe translate verbatim translit codemix'),
    },
  },
  elevenlabs: {
    is: 'object',
    fields: {
      model_id: oneOf('scribe_v1', 'scribe_v1_experimental'),
      language_code: { is: 'text', like: /^[a-z]{3}$/, so: 'must be a language code of three letters' },
      tag_audio_events: flag,
    },
    required: ['model_id'],
  },
  kyutai: { is: 'object', fields: { server_url: begins('ws://', 'wss://') } },
  custom_async: { is: 'object', fields: {}, others: 'taken' },
  custom_async_v2: {
    is: 'object',
    fields: {
      headers: { is: 'object', fields: {}, others: 'taken' },
      form_data: { is: 'object', fields: {}, others: 'taken' },
    },
    others: 'taken',
  },
};

const TRIGGERS =
  'bot.state_change transcript.update chat_messages.update participant_events.join_leave calendar.events_update calendar.state_change async_transcription.state_change zoom_oauth_connection.state_change bot_logs.update participant_events.speech_start_stop';

const seconds: Shape = { is: 'whole', atLeast: 1 };
const login = { use_login: flag, login_mode: oneOf('always', 'only_if_required'), login_group_name: text };
const resolution = words('none 360p 720p 1080p');

/** Every field in Attendee's own words. */
export const ATTENDEE_FIELDS: Record<string, Shape> = {
  bot_image: object(
    {
      type: oneOf('image/png', 'image/jpeg'),
      data: {
        is: 'text',
        // A picture begins with its format's signature: 89 50 4E 47 0D 0A 1A 0A, or FF D8 FF.
        like: /^(?:iVBORw0KG|\/9j\/)[A-Za-z0-9+/\s]*=*\s*$/,
        so: 'must be a PNG or JPEG picture in base64',
      },
    },
    ['type', 'data'],
  ),
  bot_chat_message: object({ to: oneOf('everyone', 'everyone_but_host'), message: text }, ['message']),
  metadata: { is: 'object', fields: {}, others: 'taken' },
  // Attendee takes two of a bot; ours is one.
  webhooks: {
    is: 'list',
    of: object({ url: begins('https://'), triggers: { is: 'list', of: words(TRIGGERS), atLeast: 1 } }, [
      'url',
      'triggers',
    ]),
    atMost: 1,
  },
  callback_settings: object({ zoom_tokens_url: begins('https://') }),
  external_media_storage_settings: object({ bucket_name: text, recording_file_name: text }, ['bucket_name']),
  voice_agent_settings: object({
    ...{ url: begins('https://'), screenshare_url: begins('https://'), reserve_resources: flag },
  }),
  transcription_settings: object(ATTENDEE_TRANSCRIPTION),
  websocket_settings: object({
    audio: object({ url: begins('wss://'), sample_rate: { is: 'whole', oneOf: [8_000, 16_000, 24_000] } }, [
      'url',
    ]),
    per_participant_audio: object(
      { url: begins('wss://'), sample_rate: { is: 'whole', oneOf: [8_000, 16_000] } },
      ['url'],
    ),
    per_participant_video: object(
      { url: begins('wss://'), webcam_resolution: resolution, screenshare_resolution: resolution },
      ['url'],
    ),
  }),
  rtmp_settings: object({ destination_url: begins('rtmp://', 'rtmps://'), stream_key: text }, [
    'destination_url',
    'stream_key',
  ]),
  recording_settings: object({
    format: words('mp4 mp3 none'),
    view: words('speaker_view gallery_view speaker_view_no_sidebar'),
    resolution: words('1080p 720p'),
    ...{ record_chat_messages_when_paused: flag, record_async_transcription_audio_chunks: flag },
    ...{ record_participant_speech_start_stop_events: flag, reserve_additional_storage: flag },
  }),
  google_meet_settings: object({ ...login, ui_interaction_mode: oneOf('robotic', 'humanized') }),
  teams_settings: object(login),
  zoom_settings: object({
    sdk: oneOf('web', 'native'),
    meeting_settings: object({
      ...{ allow_participants_to_unmute_self: flag, allow_participants_to_share_whiteboard: flag },
      allow_participants_to_request_cloud_recording: flag,
      allow_participants_to_request_local_recording: flag,
      ...{
        allow_participants_to_share_screen: flag,
        allow_participants_to_chat: flag,
        enable_focus_mode: flag,
      },
    }),
    onbehalf_token: object({ zoom_oauth_connection_user_id: text }, ['zoom_oauth_connection_user_id']),
  }),
  debug_settings: object({ create_debug_recording: flag }),
  automatic_leave_settings: object({
    ...{ silence_timeout_seconds: seconds, silence_activate_after_seconds: seconds },
    ...{ only_participant_in_meeting_timeout_seconds: seconds, waiting_room_timeout_seconds: seconds },
    wait_for_host_to_start_meeting_timeout_seconds: seconds,
    ...{ max_uptime_seconds: seconds, enable_closed_captions_timeout_seconds: seconds },
    authorized_user_not_in_meeting_timeout_seconds: seconds,
    bot_keywords: texts,
  }),
  kubernetes_settings: object(
    { bot_pod_spec_type: { is: 'text', like: /^[A-Z]+$/, so: 'must be in capitals' } },
    ['bot_pod_spec_type'],
  ),
};
