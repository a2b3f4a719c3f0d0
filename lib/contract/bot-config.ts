import { z } from 'zod';
import { filledText, notBlank } from './texts';

const httpsUrl = z
  .url({ protocol: /^https$/, error: 'must be an https URL' })
  .meta({ pattern: '^[hH][tT][tT][pP][sS]://[^\\s/?#]' });
const seconds = z.int('must be a whole number of seconds');

/** Returns `automatic_leave` with one name for what MeetStream's guide and its OpenAPI document call differently. */
function withOneName<Leave extends { noone_joined_timeout?: unknown; no_one_joined_timeout?: unknown }>(
  leave: Leave,
): Leave {
  const { no_one_joined_timeout: other, ...rest } = leave;
  return (other == null ? rest : { noone_joined_timeout: other, ...rest }) as Leave;
}

/**
 * How a bot behaves in its meeting. Known fields are validated; unknown ones pass to the bot provider untouched.
 */
export const botConfig = z
  .looseObject({
    bot_name: filledText(100).optional(),
    bot_message: notBlank.optional().describe('What it says in the chat when it joins.'),
    bot_image_url: httpsUrl.optional(),
    audio_required: z.boolean().optional(),
    video_required: z.boolean().optional(),
    callback_url: httpsUrl
      .optional()
      .describe("Where the provider's reports about this bot are passed on to."),
    meeting_url: notBlank.optional().describe('Accepted and ignored: the meeting says where.'),
    join_at: notBlank.optional().describe('Accepted and ignored: see `scheduled_join_time`.'),
    deduplication_key: notBlank.optional().describe('Accepted and ignored: the bot itself is the key.'),
    custom_attributes: z.record(z.string(), z.string()).optional(),
    transcription: z
      .record(z.string(), z.unknown())
      .refine((value) => Object.keys(value).length === 1, 'must hold exactly one provider')
      .meta({ minProperties: 1, maxProperties: 1 })
      .optional(),
    recording_config: z.record(z.string(), z.unknown()).optional(),
    live_audio_required: z.unknown().optional(),
    live_transcription_required: z.unknown().optional(),
    live_video_required: z.unknown().optional(),
    automatic_leave: z
      .looseObject({
        waiting_room_timeout: seconds.min(0).optional().describe('Default 900.'),
        noone_joined_timeout: seconds
          .min(0)
          .optional()
          .describe('Default 900. `no_one_joined_timeout` is taken as well, and stored under this name.'),
        everyone_left_timeout: seconds.min(0).optional().describe('Default 60.'),
        bot_detection: z
          .union([z.literal(false), z.looseObject({})])
          .optional()
          .describe(
            'When to leave because only other bots are left, as MeetStream documents it. By default on, by the names of known notetakers; `false` turns it off.',
          ),
        voice_inactivity_timeout: seconds.min(0).optional(),
        in_call_recording_timeout: seconds.min(600, 'must be at least 600').optional(),
        recording_permission_denied_timeout: seconds
          .min(60, 'must be from 60 to 300')
          .max(300, 'must be from 60 to 300')
          .optional(),
        no_one_joined_timeout: seconds.min(0).optional().meta({ deprecated: true }),
      })
      .overwrite(withOneName)
      .optional()
      .describe('When the bot leaves, in seconds. What is not said has the default, when the bot is sent.'),
  })
  .meta({
    id: 'BotConfig',
    description:
      'How a bot behaves in its meeting. Known fields are checked; unknown ones pass to the bot provider untouched; blank text counts as absent. At most 16 KiB of JSON.',
  });

/** Each bot of a series has a copy: hundreds of a large one would fill the database with one request. */
const MOST_BYTES = 16 * 1024;
const TOO_LARGE = 'must be at most 16 KiB of JSON';

/** @returns what is wrong with the size of a configuration, or null */
export function sizeProblem(config: unknown): string | null {
  return new TextEncoder().encode(JSON.stringify(config ?? {})).length > MOST_BYTES ? TOO_LARGE : null;
}

/** For the schema of a body: what refuses a configuration in this field that is too large. */
export function smallConfig<Name extends string>(
  name: Name,
): [(body: { [Field in Name]?: unknown }) => boolean, { path: PropertyKey[]; message: string }] {
  return [(body) => sizeProblem(body[name]) === null, { path: [name], message: TOO_LARGE }];
}

export type BotConfig = z.infer<typeof botConfig>;

/** Changes of a bot's configuration: fields that are not named stay, and null takes one away. */
export const botConfigChanges = z.looseObject(mapFields(botConfig.shape)).meta({
  id: 'BotConfigChanges',
  description: 'Merged into what the bot has: what is not named stays, and `null` takes a field away.',
});

export type BotConfigChanges = z.infer<typeof botConfigChanges>;

function mapFields<Shape extends z.core.$ZodShape>(shape: Shape) {
  return Object.fromEntries(
    Object.entries(shape).map(([name, field]) => [name, z.nullable(field)]),
  ) as unknown as { [Name in keyof Shape]: z.ZodNullable<Shape[Name]> };
}
