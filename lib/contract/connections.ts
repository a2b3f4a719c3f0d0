import { z } from 'zod';
import { BOT_PROVIDER_NAMES } from './names';

const botProvider = z.string().describe('`meetstream` or `attendee`.');

export const connection = z.object({
  id: z.string(),
  email: z.string().describe("The Google account's address."),
  name: z.string().nullable(),
  status: z.enum(['active', 'revoked']),
  status_reason: z.string().nullable(),
  bot_provider: botProvider
    .nullable()
    .describe("Who sends the bots of its meetings; null: the installation's."),
});

export const connectionsResponse = z.object({
  connections: z.array(connection),
  bot_providers: z
    .array(
      z.object({
        name: botProvider,
        title: z.string(),
        is_default: z.boolean().describe("The installation's: it sends where nothing else was chosen."),
        is_configured: z.boolean(),
        missing_settings: z.array(z.string()).describe('What must be set here before it can be chosen.'),
      }),
    )
    .describe('Every bot provider there is.'),
});

/** The path of what concerns one connected account. */
export const connectionIdParams = z.object({
  connection_id: z
    .string()
    .describe('Id of a connection (`calendar_id` in the answer to `create_calendar`).'),
});

export const updateConnectionBody = z.strictObject({
  bot_provider: z
    .enum(BOT_PROVIDER_NAMES, { error: `must be ${BOT_PROVIDER_NAMES.join(' or ')}, or null` })
    .nullable()
    .describe("Who sends the bots of its meetings from now on; null: the installation's."),
});

export const callbackSecretResponse = z.object({
  callback_secret: z.string().describe('`whsec_` and base64, as Standard Webhooks writes it.'),
  previous_valid_until: z.iso
    .datetime()
    .nullable()
    .describe('Until then the secret that was replaced signs as well; null: there is none.'),
});

export type CallbackSecret = z.infer<typeof callbackSecretResponse>;
export type Connection = z.infer<typeof connection>;
export type ConnectionsResponse = z.infer<typeof connectionsResponse>;
