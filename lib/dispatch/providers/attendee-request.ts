import { attendeeConfig } from '../domain/attendee-config';
import { attendeeLink } from '../domain/attendee-link';
import { shortMetadata } from '../domain/attendee-metadata';
import { plainText } from '../domain/plain-text';
import type { Misfit } from '../domain/shape';
import { fieldsOf } from './http';
import type { BotRequest } from './port';

/** Attendee takes so long a name, and fails on a longer one. */
const LONGEST_NAME = 255;
/** The name of a bot whose own name has nothing that Attendee takes. */
const OTHER_NAME = 'Usher';

/** `notes`: what of a configuration was left out or changed, each in a sentence. */
export type AttendeeRequest = { body: Record<string, unknown>; notes: string[] };

/**
 * Returns the body of Attendee's `POST /api/v1/bots` (docs/openapi.yml of attendee-labs/attendee, CreateBotRequest), without
 * anything that Attendee would refuse.
 *
 * `join_at` is not used: a bot is asked for when it is due. A time at the provider would have to be changed there with
 * every change of the calendar, and Attendee refuses times that have passed, so no bot could be late.
 */
export function attendeeRequest(request: BotRequest): AttendeeRequest {
  const link = attendeeLink(request.meetingUrl);
  const meetingUrl = 'url' in link ? link.url : request.meetingUrl;
  const name = botName(request.botName);
  const { fields, misfits } = attendeeConfig(request.botConfig, name.value);
  const zoom = /^https:\/\/([\w-]+\.)*zoom\.us\//.test(meetingUrl)
    ? forZoom(fields)
    : { fields, misfits: [] };
  const { usher_bot_id, ...attributes } = request.customAttributes;
  const ours: Record<string, string> = usher_bot_id === undefined ? {} : { usher_bot_id };
  const { metadata, leftOut } = shortMetadata({ ...texts(fieldsOf(fields.metadata)), ...attributes }, ours);
  const webhooks = [
    ...(request.callbackUrl ? [{ url: request.callbackUrl, triggers: ['bot.state_change'] }] : []),
    ...(Array.isArray(fields.webhooks) ? fields.webhooks : []).filter(
      (one) => one.url !== request.callbackUrl,
    ),
  ];
  const { metadata: _, webhooks: __, ...rest } = zoom.fields;
  return {
    body: {
      ...rest,
      meeting_url: meetingUrl,
      bot_name: name.value,
      deduplication_key: request.idempotencyKey,
      // Empty metadata is refused.
      ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
      ...(webhooks.length > 0 ? { webhooks } : {}),
    },
    notes: [
      ...[...name.misfits, ...misfits, ...zoom.misfits].map((one) => `${one.path} ${one.message}.`),
      ...(leftOut.length > 0 ? [`custom_attributes are too long: ${leftOut.join(', ')} left out.`] : []),
    ],
  };
}

function botName(given: string): { value: string; misfits: Misfit[] } {
  const value = [...plainText(given).trim()].slice(0, LONGEST_NAME).join('').trim() || OTHER_NAME;
  if (value === given.trim()) return { value, misfits: [] };
  return { value, misfits: [{ path: 'bot_name', message: `is sent as “${value}”`, isRefused: false }] };
}

/**
 * Returns the fields of a request for a Zoom meeting. Zoom's captions are there only for bots that join with its web client:
 * without it Attendee refuses them.
 */
function forZoom(fields: Record<string, unknown>): { fields: Record<string, unknown>; misfits: Misfit[] } {
  const services = Object.keys(fieldsOf(fields.transcription_settings));
  if (services.length !== 1 || services[0] !== 'meeting_closed_captions') return { fields, misfits: [] };
  const { sdk, ...zoom } = fieldsOf(fields.zoom_settings);
  if (sdk !== 'native') return { fields: { ...fields, zoom_settings: { ...zoom, sdk: 'web' } }, misfits: [] };
  const { transcription_settings: _, ...others } = fields;
  const message = 'are not sent: Zoom has captions only with zoom_settings.sdk “web”';
  return { fields: others, misfits: [{ path: 'meeting captions', message, isRefused: false }] };
}

/** Attendee takes texts only. */
function texts(fields: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}
